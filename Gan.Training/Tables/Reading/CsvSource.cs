using System.Globalization;
using Gan.Onnx;

namespace Gan.Training.Tables.Reading;

/// <summary>A table in a file of separated values.</summary>
internal sealed class CsvSource : ITableSource
{
    private const int MostRows = 1000;

    private readonly string _path;
    private readonly Stream _file;
    private readonly bool _leaveOpen;
    private readonly long _start;
    private readonly bool _hasHeader;
    private readonly List<string> _notes = [];

    /// <summary>Opens a file in a format.</summary>
    /// <exception cref="GanException">It holds no rows.</exception>
    public CsvSource(string path, Stream file, TextFormat format, TableOptions options, bool leaveOpen = false)
    {
        (_path, _file, _leaveOpen, _start, TextFormat) = (path, file, leaveOpen, file.Position, format);
        var first = FirstRows();
        if (first.Count == 0)
            throw new GanException($"The data file '{path}' holds no rows.");
        _hasHeader = options.HasHeader ?? (options.ColumnNames is null && IsHeader(first, format.HasDecimalCommas));
        if (options.ColumnNames is { } given)
            Names = [.. given];
        else if (_hasHeader)
            Names = ColumnNames.Mend(first[0], _notes);
        else
        {
            Names = [.. Enumerable.Range(0, first[0].Length).Select(ColumnNames.Of)];
            _notes.Add($"there is no header: the columns are called {Names[0]} to {Names[^1]}");
        }

        if (format.IsDecimalGuessed)
            _notes.Add(
                format.HasDecimalCommas
                    ? $"numbers such as 1,234 are read as having three decimals; {options.Names.Decimal} says otherwise"
                    : $"numbers such as 1,234 are read as having thousands apart; {options.Names.Decimal} says otherwise"
            );
    }

    public TextFormat TextFormat { get; }

    public IReadOnlyList<string> Names { get; }

    public string Format => $"{TextFormat}, {(_hasHeader ? "a header" : "no header")}";

    public IReadOnlyList<string> Notes => _notes;

    public bool IsNominal(int column) => false;

    public void Read(IReadOnlyList<ITableColumn?> columns, List<string>? lines)
    {
        using var reader = Open();
        var isHeader = _hasHeader;
        if (!_hasHeader)
            lines?.Add(string.Join(TextFormat.Separator, Names));
        while (reader.Read())
        {
            lines?.Add(reader.Text);
            if (isHeader)
            {
                isHeader = false;
                continue;
            }

            if (reader.Count != Names.Count)
                throw new GanException(
                    $"The data file '{_path}' has {reader.Count} values in line {reader.Line}; its columns are {Names.Count}."
                );
            for (var i = 0; i < columns.Count; i++)
            {
                if (columns[i] is not { } column)
                    continue;
                if (column.WantsNumbers && reader.TryNumber(i, out var number))
                    column.AddNumber(number, reader.Line);
                else
                    column.AddText(reader[i], reader.Line);
            }
        }
    }

    public void Dispose()
    {
        if (!_leaveOpen)
            _file.Dispose();
    }

    /// <summary>Whether the first row names columns: not if all of it are numbers, nor if some are and the texts beside them stand
    /// in their columns again.</summary>
    private static bool IsHeader(List<string[]> rows, bool decimalCommas)
    {
        var (first, numbers, texts) = (rows[0], 0, new List<int>());
        for (var i = 0; i < first.Length; i++)
        {
            if (NumberText.TryParse(first[i], decimalCommas, out _))
                numbers++;
            else if (first[i].Length > 0)
                texts.Add(i);
            // An index without a name, as data frames are written with.
            else if (rows.Count > 1 && rows.Skip(1).All(r => i < r.Length && r[i].Length > 0))
                return true;
        }

        if (texts.Count == 0)
            // Columns that nobody named are numbered.
            return rows.Count > 1
                && first.Length > 1
                && first.Select((cell, i) => cell == i.ToString(CultureInfo.InvariantCulture)).All(same => same);
        return numbers == 0 || !texts.All(i => rows.Skip(1).Any(r => i < r.Length && r[i] == first[i]));
    }

    private List<string[]> FirstRows()
    {
        using var reader = Open();
        var rows = new List<string[]>();
        while (rows.Count < MostRows && reader.Read())
        {
            var cells = new string[reader.Count];
            for (var i = 0; i < cells.Length; i++)
                cells[i] = reader[i].ToString();
            rows.Add(cells);
        }

        return rows;
    }

    private CsvReader Open()
    {
        _file.Position = _start;
        return new CsvReader(_file, _path, TextFormat);
    }
}
