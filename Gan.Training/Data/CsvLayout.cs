using Gan.Onnx;
using Gan.Training.Tables;
using Gan.Training.Tables.Reading;

namespace Gan.Training.Data;

/// <summary>Which columns of a file of numbers are what.</summary>
/// <param name="Shape">Shape of one sample without the batch.</param>
/// <param name="Features">The places of the samples' values, in their order.</param>
/// <param name="Label">The place of the label; null for none.</param>
/// <param name="Key">The place of what the rows are called; null for none.</param>
/// <param name="Rest">The places of columns that nobody asks for.</param>
internal sealed record CsvLayout(int[] Shape, int[] Features, int? Label, int? Key, int[] Rest)
{
    /// <summary>Numbers in one sample.</summary>
    public int Size => Features.Length;

    /// <summary>Finds the columns.</summary>
    /// <exception cref="GanException">Columns are missing, or too few or too many for the shape.</exception>
    public static CsvLayout Of(ITableSource source, string name, CsvDatasetOptions options)
    {
        var table = options.Table;
        TableReader.RequireColumns(source, name, table);
        int[] used =
        [
            .. Enumerable
                .Range(0, source.Names.Count)
                .Where(i => !table.IgnoredColumns.Contains(source.Names[i]) && source.Names[i] != table.KeyColumn),
        ];
        int[] wanted = options.Columns is { } columns && source.HasNames ? Places(source, name, columns, used, table) : [];
        int? label = options.HasLabel && used.Except(wanted).Any() ? used.Except(wanted).Last() : null;
        int[] features = wanted.Length > 0 ? wanted : [.. used.Where(i => i != label)];
        int[] rest = [.. used.Where(i => i != label && !features.Contains(i))];
        if (features.Length == 0 || (options.HasLabel && label is null))
            throw new GanException(
                $"The data file '{name}' has no column of {(features.Length == 0 ? "values" : "labels")} beside those that "
                    + $"are left "
                    + "out."
            );
        int[] shape = options.Shape is { } given ? [.. given] : [features.Length];
        var size = shape.Aggregate(1, (product, n) => checked(product * n));
        if (features.Length != size)
            throw new GanException(
                $"The data file '{name}' has {used.Length} columns; {size + (options.HasLabel ? 1 : 0)} are needed ({size} values"
                    + (options.HasLabel ? " and a label)." : ").")
                    + (
                        features.Length > size
                            ? $" Leave others out ({table.Names.Ignored}), or let one name the rows ({table.Names.Key})."
                            : ""
                    )
            );
        int? key = table.KeyColumn is { } named ? source.Names.ToList().IndexOf(named) : null;
        return new CsvLayout(shape, features, label, key, rest);
    }

    /// <summary>What was recognised in the file.</summary>
    public TableDescription Describe(
        ITableSource source,
        string name,
        TableOptions table,
        int rows,
        IReadOnlyList<ColumnDescription> columns
    ) =>
        new()
        {
            File = name,
            Format = source.Format,
            HasNames = source.HasNames,
            RowCount = rows,
            Columns = columns,
            LeftOut =
            [
                .. table.IgnoredColumns,
                .. table.KeyColumn is { } left ? [left] : Array.Empty<string>(),
                .. Rest.Select(i => source.Names[i]),
                .. Label is { } label ? new[] { $"{source.Names[label]} (the label)" } : [],
            ],
            Notes = source.Notes,
        };

    private static int[] Places(ITableSource source, string name, IReadOnlyList<string> columns, int[] used, TableOptions table)
    {
        var names = source.Names.ToList();
        return [.. columns.Select(Place)];

        int Place(string column)
        {
            var place = names.IndexOf(column);
            if (place < 0)
                throw new GanException(
                    $"The data file '{name}' has no column '{column}', which is one of {columns.Count} that are needed. Columns: "
                        + $"{string.Join(", ", names)}."
                );
            return used.Contains(place)
                ? place
                : throw new GanException(
                    $"The column '{column}' of the data file '{name}' is one of {columns.Count} that are needed: it cannot be "
                        + $"left "
                        + $"out ({table.Names.Ignored}) or name the rows ({table.Names.Key})."
                );
        }
    }
}
