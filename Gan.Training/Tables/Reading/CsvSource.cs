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
        _hasHeader = options.HasHeader ?? (options.ColumnNames is null && HeaderSearch.IsHeader(first, format.HasDecimalCommas));
        if (options.ColumnNames is { } given)
            (Names, HasNames) = ([.. given], true);
        else if (_hasHeader)
            (Names, HasNames) = (ColumnNames.Mend(first[0], _notes), true);
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

    public bool HasNames { get; }

    public string Format => $"{TextFormat}, {(_hasHeader ? "a header" : "no header")}";

    /// <summary>By the first rows' length; a packed file holds more than that says.</summary>
    public int ExpectedRows { get; private set; }

    public IReadOnlyList<string> Notes => _notes;

    public bool IsNominal(int column) => false;

    public void Read(IReadOnlyList<ITableColumn?> columns, List<string>? lines)
    {
        using var reader = Open();
        ITableColumn?[] taking = [.. columns];
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
            reader.Give(taking);
        }
    }

    public void Dispose()
    {
        if (!_leaveOpen)
            _file.Dispose();
    }

    private List<string[]> FirstRows()
    {
        using var reader = Open();
        var (rows, characters) = (new List<string[]>(), 0L);
        while (rows.Count < MostRows && reader.Read())
        {
            characters += reader.Text.Length + 1;
            var cells = new string[reader.Count];
            for (var i = 0; i < cells.Length; i++)
                cells[i] = reader[i].ToString();
            rows.Add(cells);
        }

        if (rows.Count > 0)
            ExpectedRows = (int)Math.Min(int.MaxValue / sizeof(double), (_file.Length - _start) * rows.Count / characters);
        return rows;
    }

    private CsvReader Open()
    {
        _file.Position = _start;
        return new CsvReader(_file, _path, TextFormat);
    }
}
