using Gan.Cli.Commands;
using Gan.Onnx;
using Gan.Onnx.Bundles;
using Gan.Training.Tables;
using Gan.Training.Tables.Reading;

namespace Gan.Cli.Tables;

/// <summary>Adds generated rows to a file of a table: its own rows as they stand there, then the generated ones written in the
/// same way, and a last column that marks these.</summary>
internal static class TableAugmentation
{
    /// <summary>Writes the file.</summary>
    /// <param name="bundle">A bundle of a table.</param>
    /// <param name="input">A file of a table that has the bundle's columns, in any order.</param>
    /// <param name="options">How to read it.</param>
    /// <param name="path">The file to write: separated values in UTF-8.</param>
    /// <param name="plan">How many rows of which categories.</param>
    /// <param name="words">Where words on what was read go.</param>
    /// <param name="cancellation">Stops between two rows; then no file appears.</param>
    /// <returns>How many rows there were, and how many were added.</returns>
    /// <exception cref="GanException">A column or category is not there, or a file cannot be read or written.</exception>
    public static (int Rows, int Added) Write(
        GanBundle bundle,
        string input,
        TableOptions options,
        string path,
        AugmentationPlan plan,
        TextWriter words,
        CancellationToken cancellation
    )
    {
        using var writer = new TableWriter(bundle);
        var (table, names, lines, separator, commas) = CommandRunner.Await(
            () =>
                Read(
                    input,
                    options,
                    (said, names) =>
                    {
                        MarkerColumn.RequireFree(names);
                        _ = Places(writer.Columns, names, bundle);
                        return WithCategories(said, writer.Columns, plan);
                    }
                ),
            cancellation
        );
        CommandOutput.Write(words, table.Description!);
        var places = Places(writer.Columns, names, bundle);
        var empty = names.Where((_, i) => places[i] < 0).ToArray();
        if (empty.Length > 0)
            words.WriteLine($"  columns that the bundle does not make are empty in generated rows: {string.Join(", ", empty)}");
        var dates = table.Columns.Where(c => c.Date is not null).ToDictionary(c => c.Name, c => c.Date!.Format);
        var added = Parts(table, plan).ToArray();
        var first = 0L;
        var generated = added
            .Where(p => p.Count > 0)
            .SelectMany(part =>
            {
                first += part.Count;
                return writer.Draw(plan.Seed, first - part.Count, part.Count, part.Conditions, commas, dates);
            });
        CsvFile.WriteLines(
            path,
            lines
                .Select((row, i) => $"{row}{separator}{(i == 0 ? MarkerColumn.Name : "0")}")
                .Concat(
                    generated.Select(row => SeparatedText.Row(places.Select(p => p < 0 ? "" : row[p]).Append("1"), separator))
                ),
            cancellation
        );
        return (table.RowCount, added.Sum(p => p.Count));
    }

    private static (Table Table, IReadOnlyList<string> Names, List<string> Lines, char Separator, bool Commas) Read(
        string input,
        TableOptions options,
        Func<TableOptions, IReadOnlyList<string>, TableOptions> complete
    ) =>
        TableReader.Reading(
            input,
            options,
            (source, said) =>
            {
                var lines = new List<string>();
                var table = TableReader.Read(source, input, complete(said, source.Names), lines);
                var format = (source as CsvSource)?.TextFormat;
                return (table, source.Names, lines, format?.Separator ?? ',', format?.HasDecimalCommas ?? false);
            }
        );

    /// <summary>What the bundle knows as categories are categories here, and what it does not know is of no account.</summary>
    private static TableOptions WithCategories(
        TableOptions options,
        IReadOnlyList<BundleTableColumn> made,
        AugmentationPlan plan
    ) =>
        BundleTables.Reading(
            plan.LabelColumn is { } label
                ? options with
                {
                    CategoricalColumns = [label, .. options.CategoricalColumns],
                }
                : options,
            made
        );

    /// <summary>For each column of the file the place among the bundle's; -1 where the bundle does not make it.</summary>
    private static int[] Places(IReadOnlyList<BundleTableColumn> made, IReadOnlyList<string> names, GanBundle bundle)
    {
        if (made.FirstOrDefault(m => !names.Contains(m.Name)) is { } missing)
            throw new GanException(
                $"The data have no column '{missing.Name}', which the bundle ({bundle.Manifest.Method}) makes. Columns: "
                    + $"{string.Join(", ", names)}."
            );
        var places = made.Select(m => m.Name).ToList();
        return [.. names.Select(name => places.IndexOf(name))];
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

        yield return (conditions, plan.Added(table.RowCount));
    }
}
