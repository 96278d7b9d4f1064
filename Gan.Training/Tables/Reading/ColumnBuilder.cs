using System.Globalization;
using Gan.Onnx;
using Gan.Onnx.Bundles;

namespace Gan.Training.Tables.Reading;

/// <summary>Makes columns of what readers find.</summary>
internal static class ColumnBuilder
{
    /// <summary>A column of categories from each row's category by name; null where it is missing.</summary>
    /// <param name="name">The column's name.</param>
    /// <param name="type">Its type.</param>
    /// <param name="values">One name a row.</param>
    /// <param name="order">All names in their order, where that is given (key values); those that no row has are left
    /// out.</param>
    /// <param name="options">The most categories there may be, and how messages call the options.</param>
    public static TableColumn Categories(
        string name,
        TableColumnType type,
        IReadOnlyList<string?> values,
        IReadOnlyList<string>? order,
        TableOptions options
    )
    {
        var present = values.OfType<string>().ToHashSet(StringComparer.Ordinal);
        if (present.Count > Math.Min(options.MaximumCategories, BundleLimits.ListLength))
        {
            throw new GanException(
                $"Column '{name}' has {present.Count} different values such as '{values.OfType<string>().First()}', more than "
                    + $"the {options.MaximumCategories} categories that one may "
                    + $"have: leave it out ({options.Names.Ignored}), or allow more "
                    + $"({options.Names.MaximumCategories}, at most {BundleLimits.ListLength})."
            );
        }

        if (present.FirstOrDefault(v => !TableRules.IsCategory(v)) is { } odd)
            throw new GanException(
                $"Column '{name}' has a text of {odd.Length} characters that cannot be a category: it is longer than "
                    + $"{BundleLimits.TextLength}, blank, or has control characters. Leave the column out "
                    + $"({options.Names.Ignored})."
            );
        CheckPresent(name, present.Count > 0, options);
        // Keys keep their order; numbers rise; texts are in ordinal order.
        string[] names =
            order is not null ? [.. order.Where(present.Contains)]
            : type < TableColumnType.Boolean ? [.. present.OrderBy(v => double.Parse(v, CultureInfo.InvariantCulture))]
            : [.. present.Order(StringComparer.Ordinal)];
        var places = names.Select((n, place) => (n, place)).ToDictionary(p => p.n, p => (double)p.place, StringComparer.Ordinal);
        return new TableColumn
        {
            Name = name,
            Type = type,
            Categories = names,
            Values = [.. values.Select(v => v is null ? double.NaN : places[v])],
        };
    }

    /// <summary>A column of numbers; NaN where one is missing.</summary>
    public static TableColumn Numbers(string name, TableColumnType type, IReadOnlyList<double> values, TableOptions options)
    {
        for (var row = 0; row < values.Count; row++)
        {
            if (float.IsInfinity((float)values[row]))
                throw new GanException(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"Column '{name}' holds {values[row]} in row {row + 1}, which is no finite number of 32 bits."
                    )
                );
        }

        CheckPresent(name, values.Any(v => !double.IsNaN(v)), options);
        return new TableColumn
        {
            Name = name,
            Type = type,
            Values = [.. values],
        };
    }

    private static void CheckPresent(string name, bool any, TableOptions options)
    {
        if (!any)
            throw new GanException(
                $"Column '{name}' has no value in any row, so there is nothing to learn: leave it out "
                    + $"({options.Names.Ignored})."
            );
    }
}
