using Gan.Onnx;
using Gan.Onnx.Bundles;
using Gan.Onnx.Inference;

namespace Gan.Training.Tables;

/// <summary>Tables as a bundle has them: its columns in its order, with its categories and its units of time.</summary>
internal static class BundleTables
{
    /// <summary>Brings a table's columns into a bundle's form; those that the bundle does not make are left out.</summary>
    /// <param name="table">The table.</param>
    /// <param name="columns">The bundle's columns.</param>
    /// <returns>The table. Categories that the bundle does not know come after those that it knows.</returns>
    /// <exception cref="GanException">A column is not there, or is one of another kind.</exception>
    public static Table Align(Table table, IReadOnlyList<BundleTableColumn> columns)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(columns);
        return new Table(table.Name, [.. columns.Select(c => Align(table, c))], table.Source, table.Licence);
    }

    /// <summary>How a file is read whose columns a bundle knows: what are categories there are categories here.</summary>
    public static TableOptions Reading(TableOptions options, IReadOnlyList<BundleTableColumn> columns) =>
        options with
        {
            CategoricalColumns =
            [
                .. columns.Where(c => c.Categories is not null).Select(c => c.Name).Concat(options.CategoricalColumns).Distinct(),
            ],
            MaximumCategories = BundleLimits.ListLength,
            KnownDateFormats = [.. columns.Select(c => c.Date?.Format).OfType<string>()],
        };

    /// <summary>Draws rows.</summary>
    /// <param name="session">The bundle's session.</param>
    /// <param name="name">What the table is to be called.</param>
    /// <param name="count">How many rows.</param>
    /// <param name="seed">Another seed gives other rows.</param>
    /// <exception cref="GanException">There are not so many rows that are no copies of training rows.</exception>
    public static Table Generate(TableSession session, string name, int count, int seed)
    {
        ArgumentNullException.ThrowIfNull(session);
        var values = new float[count * session.Columns.Count];
        long[] rows = [.. Enumerable.Range(0, count).Select(i => (long)i)];
        session.Generate((ulong)seed, rows, [], allowCopies: !session.HasFingerprints, values);
        return new Table(
            name,
            [
                .. session.Columns.Select(
                    (c, i) =>
                        new TableColumn
                        {
                            Name = c.Name,
                            Type = c.Type,
                            Categories = c.Categories,
                            Date = c.Date,
                            Values =
                            [
                                .. Enumerable.Range(0, count).Select(row => (double)values[row * session.Columns.Count + i]),
                            ],
                        }
                ),
            ]
        );
    }

    private static TableColumn Align(Table table, BundleTableColumn made)
    {
        if (table.Columns.FirstOrDefault(c => c.Name == made.Name) is not { } column)
            throw new GanException(
                $"The table '{table.Name}' has no column '{made.Name}', which the bundle makes. Columns: "
                    + $"{string.Join(", ", table.Columns.Select(c => c.Name))}."
            );
        if (Kind(column.IsCategorical, column.Date) != Kind(made.Categories is not null, made.Date))
            throw new GanException(
                $"The column '{made.Name}' of the table '{table.Name}' holds {Kind(column.IsCategorical, column.Date)}; the "
                    + $"bundle makes {Kind(made.Categories is not null, made.Date)} there."
            );
        if (made.Date is { } date)
        {
            return column with
            {
                Type = made.Type,
                Date = date,
                Values = [.. column.Values.Select(v => double.IsNaN(v) ? v : date.ValueOf(column.Date!.DateOf(v)))],
            };
        }

        if (made.Categories is not { } known)
            return column with { Type = made.Type };
        string[] categories = [.. known, .. column.Categories!.Except(known)];
        var places = column.Categories!.Select(name => (double)Array.IndexOf(categories, name)).ToArray();
        return column with
        {
            Type = made.Type,
            Categories = categories,
            Values = [.. column.Values.Select(v => double.IsNaN(v) ? v : places[(int)v])],
        };
    }

    private static string Kind(bool isCategorical, BundleDate? date) =>
        isCategorical ? "categories"
        : date is not null ? "dates"
        : "numbers";
}
