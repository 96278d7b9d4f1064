using System.Globalization;
using Gan.Onnx;
using Gan.Onnx.Bundles;

namespace Gan.Training.Tables;

/// <summary>Makes columns of what readers find.</summary>
internal static class ColumnBuilder
{
    /// <summary>A column of categories from each row's category by name; null where it is missing.</summary>
    /// <param name="name">The column's name.</param>
    /// <param name="type">Its type.</param>
    /// <param name="values">One name a row.</param>
    /// <param name="order">All names in their order, where that is given (key values); those that no row has are left
    /// out.</param>
    /// <param name="maximum">The most categories there may be.</param>
    public static TableColumn Categories(
        string name,
        TableColumnType type,
        IReadOnlyList<string?> values,
        IReadOnlyList<string>? order,
        int maximum
    )
    {
        var present = values.OfType<string>().ToHashSet(StringComparer.Ordinal);
        if (present.Count > Math.Min(maximum, BundleLimits.ListLength))
        {
            throw new GanException(
                $"Column '{name}' has {present.Count} different values, more than the {maximum} categories that one may "
                    + $"have: leave it out ({nameof(TableOptions.IgnoredColumns)}), or allow more "
                    + $"({nameof(TableOptions.MaximumCategories)}, at most {BundleLimits.ListLength})."
            );
        }

        CheckPresent(name, present.Count > 0);
        // Keys keep their order; numbers rise; texts are in ordinal order.
        string[] names =
            order is not null ? [.. order.Where(present.Contains)]
            : type < TableColumnType.Boolean ? [.. present.OrderBy(v => double.Parse(v, CultureInfo.InvariantCulture))]
            : [.. present.Order(StringComparer.Ordinal)];
        var places = names.Select((n, place) => (n, place)).ToDictionary(p => p.n, p => (float)p.place, StringComparer.Ordinal);
        return new TableColumn
        {
            Name = name,
            Type = type,
            Categories = names,
            Values = [.. values.Select(v => v is null ? float.NaN : places[v])],
        };
    }

    /// <summary>A column of numbers; NaN where one is missing.</summary>
    public static TableColumn Numbers(string name, TableColumnType type, IReadOnlyList<double> values)
    {
        var floats = new float[values.Count];
        for (var row = 0; row < floats.Length; row++)
        {
            floats[row] = (float)values[row];
            if (float.IsInfinity(floats[row]))
                throw new GanException(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"Column '{name}' holds {values[row]} in row {row + 1}, which is no finite number of 32 bits."
                    )
                );
        }

        CheckPresent(name, floats.Any(v => !float.IsNaN(v)));
        return new TableColumn
        {
            Name = name,
            Type = type,
            Values = floats,
        };
    }

    private static void CheckPresent(string name, bool any)
    {
        if (!any)
            throw new GanException(
                $"Column '{name}' has no value in any row, so there is nothing to learn: leave it out "
                    + $"({nameof(TableOptions.IgnoredColumns)})."
            );
    }
}
