using Gan.Cli.Commands;
using Gan.Onnx;
using Gan.Onnx.Bundles;
using Gan.Training.Tables;

namespace Gan.Cli.Tables;

/// <summary>Adds generated rows to a CSV file of a table: its own rows as they stand there, then the generated ones, and a last
/// column that marks these.</summary>
internal static class TableAugmentation
{
    private const string Marker = "synthetic";

    /// <summary>Writes the file.</summary>
    /// <param name="bundle">A bundle of a table.</param>
    /// <param name="input">A CSV file, plain or gzip, with a header that has the bundle's columns, in any order.</param>
    /// <param name="path">The file to write.</param>
    /// <param name="plan">How many rows of which categories.</param>
    /// <returns>How many rows there were, and how many were added.</returns>
    /// <exception cref="GanException">A column or category is not there, or a file cannot be read or written.</exception>
    public static (int Rows, int Added) Write(GanBundle bundle, string input, string path, AugmentationPlan plan)
    {
        using var writer = new TableWriter(bundle);
        var rows = new List<string>();
        var table = CsvTable.Read(
            input,
            new TableOptions { CategoricalColumns = plan.LabelColumn is { } column ? [column] : [] },
            rows
        );
        var places = Places(writer.Columns, table, bundle);
        var added = Parts(table, plan).ToArray();
        var first = 0L;
        var generated = added
            .Where(p => p.Count > 0)
            .SelectMany(part =>
            {
                first += part.Count;
                return writer.Draw(plan.Seed, first - part.Count, part.Count, part.Conditions);
            });
        CsvFile.WriteLines(
            path,
            [
                $"{rows[0]},{Marker}",
                .. rows.Skip(1).Select(row => $"{row},0"),
                .. generated.Select(row => CsvFile.Row(places.Select(p => p < 0 ? "" : row[p]).Append("1"))),
            ]
        );
        return (table.RowCount, added.Sum(p => p.Count));
    }

    /// <summary>For each column of the file the place among the bundle's; -1 where the bundle does not make it.</summary>
    private static int[] Places(IReadOnlyList<BundleTableColumn> made, Table table, GanBundle bundle)
    {
        if (made.FirstOrDefault(m => table.Columns.All(c => c.Name != m.Name)) is { } missing)
            throw new GanException(
                $"The data have no column '{missing.Name}', which the bundle ({bundle.Manifest.Method}) makes. Columns: "
                    + $"{string.Join(", ", table.Columns.Select(c => c.Name))}."
            );
        var names = made.Select(m => m.Name).ToList();
        return [.. table.Columns.Select(c => names.IndexOf(c.Name))];
    }

    private static IEnumerable<(IReadOnlyList<KeyValuePair<string, string>> Conditions, int Count)> Parts(
        Table table,
        AugmentationPlan plan
    )
    {
        IReadOnlyList<KeyValuePair<string, string>> conditions = plan.Label is { } label
            ?
            [
                new(
                    plan.LabelColumn
                        ?? throw new GanException("Say with --label-column of which column the class given with --label is."),
                    label
                ),
            ]
            : [];
        if (plan.Balance)
        {
            var column = table.Column(
                plan.LabelColumn
                    ?? throw new GanException("The option --balance needs --label-column: the column with the class.")
            );
            var counts = column.Categories!.Select((name, i) => (Name: name, Count: column.Values.Count(v => v == i))).ToArray();
            var most = counts.Max(c => c.Count);
            foreach (var (name, count) in counts.Where(c => plan.Label is null || c.Name == plan.Label))
                yield return ([new(plan.LabelColumn!, name)], most - count);
            yield break;
        }

        yield return (conditions, plan.Count ?? checked((int)Math.Round(table.RowCount * (plan.Factor!.Value - 1))));
    }
}
