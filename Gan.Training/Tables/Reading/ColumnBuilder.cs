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
        var texts = new List<string>();
        var placeOf = new Dictionary<string, int>(StringComparer.Ordinal);
        var places = new int[values.Count];
        for (var row = 0; row < places.Length; row++)
        {
            places[row] = -1;
            if (values[row] is not { } value)
                continue;
            if (!placeOf.TryGetValue(value, out places[row]))
            {
                placeOf.Add(value, places[row] = texts.Count);
                texts.Add(value);
            }
        }

        return Categories(name, type, texts, places, options, order);
    }

    /// <summary>A column of categories from texts and, for each row, the place of its text among them.</summary>
    /// <param name="name">The column's name.</param>
    /// <param name="type">Its type.</param>
    /// <param name="present">The texts, all different.</param>
    /// <param name="rows">One place a row; -1 where it has no category.</param>
    /// <param name="options">The most categories there may be, and how messages call the options.</param>
    /// <param name="order">All names in their order, where that is given; those that no row has are left out.</param>
    public static TableColumn Categories(
        string name,
        TableColumnType type,
        IReadOnlyList<string> present,
        IReadOnlyList<int> rows,
        TableOptions options,
        IReadOnlyList<string>? order = null
    )
    {
        if (present.Count > Math.Min(options.MaximumCategories, BundleLimits.ListLength))
        {
            throw new GanException(
                $"Column '{name}' has {present.Count} different values such as '{present[0]}', more than "
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
            order is not null ? [.. order.Where(present.ToHashSet(StringComparer.Ordinal).Contains)]
            : !type.IsAlwaysCategorical() ? [.. present.OrderBy(v => double.Parse(v, CultureInfo.InvariantCulture))]
            : [.. present.Order(StringComparer.Ordinal)];
        var places = names.Select((n, place) => (n, place)).ToDictionary(p => p.n, p => (double)p.place, StringComparer.Ordinal);
        double[] ordered = [.. present.Select(text => places[text])];
        return new TableColumn
        {
            Name = name,
            Type = type,
            Categories = names,
            Values = [.. rows.Select(place => place < 0 ? double.NaN : ordered[place])],
        };
    }

    /// <summary>A column of numbers; NaN where one is missing.</summary>
    public static TableColumn Numbers(string name, TableColumnType type, List<double> values, TableOptions options)
    {
        var numbers = values.ToArray();
        for (var row = 0; row < numbers.Length; row++)
        {
            if (float.IsInfinity((float)numbers[row]))
                throw new GanException(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"Column '{name}' holds {numbers[row]} in row {row + 1}, which is no finite number of 32 bits."
                    )
                );
        }

        CheckPresent(name, Array.Exists(numbers, v => !double.IsNaN(v)), options);
        return new TableColumn
        {
            Name = name,
            Type = type,
            Values = numbers,
        };
    }

    /// <summary>A column of dates; null where one is missing.</summary>
    /// <param name="name">The column's name.</param>
    /// <param name="format">How they are written.</param>
    /// <param name="dates">One a row.</param>
    /// <param name="options">How messages call the options.</param>
    public static TableColumn Dates(string name, string format, IReadOnlyList<DateTime?> dates, TableOptions options)
    {
        DateTime[] present = [.. dates.OfType<DateTime>()];
        CheckPresent(name, present.Length > 0, options);
        // Days since the first rather than since a fixed one: networks compute with 32 bits, which small numbers keep all of.
        var date = new BundleDate
        {
            Format = format,
            Origin = new DateTime(present.Min().Date.Ticks),
            Unit = DateUnits.Of(present),
        };
        return new TableColumn
        {
            Name = name,
            Type = TableColumnType.DateTime,
            Date = date,
            Values = [.. dates.Select(d => d is { } known ? date.ValueOf(known) : double.NaN)],
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
