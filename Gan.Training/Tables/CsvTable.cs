using System.Globalization;
using Gan.Onnx;
using Gan.Onnx.Bundles;
using Gan.Training.Data;

namespace Gan.Training.Tables;

/// <summary>Reads tables from comma-separated text with a header, unless names are given.</summary>
internal static class CsvTable
{
    /// <summary>Reads a file.</summary>
    /// <param name="path">The file, plain or gzip.</param>
    /// <param name="options">Which columns, and how to read them.</param>
    /// <param name="rows">Given every row as it stands in the file, the header's first; null where nobody asks.</param>
    /// <exception cref="GanException">As for <see cref="Table.FromCsv"/>.</exception>
    public static Table Read(string path, TableOptions options, List<string>? rows = null)
    {
        using var file = PackedFile.Open(path);
        using var reader = new CsvReader(file, path, options.Separator);
        string[]? names = options.ColumnNames is { } given ? [.. given] : null;
        List<string?>[]? values = names is null ? null : Columns(names.Length);
        while (reader.Read())
        {
            rows?.Add(reader.Text);
            if (names is null)
            {
                names = [.. Enumerable.Range(0, reader.Count).Select(i => reader[i].ToString())];
                values = Columns(names.Length);
                continue;
            }

            if (reader.Count != names.Length)
                throw new GanException(
                    $"The data file '{path}' has {reader.Count} values in line {reader.Line}; its columns are {names.Length}."
                );
            for (var i = 0; i < names.Length; i++)
                values![i].Add(Value(reader[i].ToString(), options));
        }

        if (names is null || values![0].Count == 0)
            throw new GanException($"The data file '{path}' holds no rows.");
        return Build(path, names, values, options, null);
    }

    /// <summary>What a cell holds; null where that is missing.</summary>
    public static string? Value(string cell, TableOptions options) =>
        cell.Length == 0 || options.MissingTexts.Contains(cell) ? null : cell;

    private static List<string?>[] Columns(int count) => [.. Enumerable.Range(0, count).Select(_ => new List<string?>())];

    /// <summary>A table from texts, null where one is missing.</summary>
    /// <param name="path">The file.</param>
    /// <param name="names">The columns' names.</param>
    /// <param name="values">Each column's texts.</param>
    /// <param name="options">Which columns, and which are categories.</param>
    /// <param name="nominal">Which columns the file declares as categories; null for none.</param>
    public static Table Build(
        string path,
        IReadOnlyList<string> names,
        IReadOnlyList<List<string?>> values,
        TableOptions options,
        IReadOnlyList<bool>? nominal
    )
    {
        foreach (var name in options.IgnoredColumns.Concat(options.CategoricalColumns).Where(n => !names.Contains(n)))
            throw new GanException($"The data file '{path}' has no column '{name}'. Columns: {string.Join(", ", names)}.");
        return new Table(
            Path.GetFileName(path),
            [
                .. Enumerable
                    .Range(0, names.Count)
                    .Where(i => !options.IgnoredColumns.Contains(names[i]))
                    .Select(i => Column(names[i], values[i], options, nominal?[i] == true)),
            ],
            options.Source ?? Path.GetFileName(path),
            options.Licence
        );
    }

    /// <summary>Numbers where every value is one; else categories.</summary>
    private static TableColumn Column(string name, List<string?> values, TableOptions options, bool nominal)
    {
        var numbers = new double[values.Count];
        var numeric = true;
        for (var row = 0; row < numbers.Length && numeric; row++)
        {
            numbers[row] = double.NaN;
            numeric =
                values[row] is null
                || double.TryParse(values[row], NumberStyles.Float, CultureInfo.InvariantCulture, out numbers[row]);
        }

        if (!numeric)
            return ColumnBuilder.Categories(name, TableColumnType.Text, values, null, options.MaximumCategories);
        if (!nominal && !options.CategoricalColumns.Contains(name))
            return ColumnBuilder.Numbers(name, TableColumnType.Single, numbers);
        // 1, 1.0 and 01 are one category.
        return ColumnBuilder.Categories(
            name,
            TableColumnType.Single,
            [.. numbers.Select(v => double.IsNaN(v) ? null : ((float)v).ToString(CultureInfo.InvariantCulture))],
            null,
            options.MaximumCategories
        );
    }
}
