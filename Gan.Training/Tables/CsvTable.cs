using System.Globalization;
using System.Text;
using Gan.Onnx;
using Gan.Onnx.Bundles;
using Gan.Training.Data;

namespace Gan.Training.Tables;

/// <summary>Reads tables from comma-separated text, with a header unless names are given, and quotes where a value holds a
/// separator.</summary>
internal static class CsvTable
{
    public static Table Read(string path, TableOptions options)
    {
        using var file = PackedFile.Open(path);
        string[]? names = options.ColumnNames is { } given ? [.. given] : null;
        var values = names?.Select(_ => new List<string?>()).ToArray();
        var line = 0;
        try
        {
            using var reader = new StreamReader(PackedFile.Unpack(file), leaveOpen: true);
            while (reader.ReadLine() is { } text)
            {
                line++;
                if (text.Length == 0)
                    continue;
                var cells = Split(text, options.Separator);
                if (names is null)
                {
                    names = [.. cells];
                    values = [.. cells.Select(_ => new List<string?>())];
                    continue;
                }

                if (cells.Count != names.Length)
                    throw new GanException(
                        $"The data file '{path}' has {cells.Count} values in line {line}; its columns are {names.Length}."
                    );
                for (var i = 0; i < cells.Count; i++)
                    values![i].Add(cells[i].Length == 0 || options.MissingTexts.Contains(cells[i]) ? null : cells[i]);
            }
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException)
        {
            throw new GanException(
                $"The data file '{path}' is truncated or damaged after line {line}: {e.Message} Fetch it again.",
                e
            );
        }

        if (names is null || values![0].Count == 0)
            throw new GanException($"The data file '{path}' holds no rows.");
        return Build(path, names, values, options, null);
    }

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

    /// <summary>The values of a line, without the quotes and blanks around them; a doubled quote within quotes is one.</summary>
    public static List<string> Split(string line, char separator, char quote = '"')
    {
        var cells = new List<string>();
        var cell = new StringBuilder();
        var quoted = false;
        for (var i = 0; i < line.Length; i++)
        {
            var c = line[i];
            if (c == quote && quoted && i + 1 < line.Length && line[i + 1] == quote)
            {
                cell.Append(quote);
                i++;
            }
            else if (c == quote)
            {
                quoted = !quoted;
            }
            else if (c == separator && !quoted)
            {
                cells.Add(cell.ToString().Trim());
                cell.Clear();
            }
            else
            {
                cell.Append(c);
            }
        }

        cells.Add(cell.ToString().Trim());
        return cells;
    }
}
