using System.Globalization;
using Gan.Onnx;
using ParquetSharp;

namespace Gan.Training.Tables.Reading;

/// <summary>A table in an Apache Parquet file of flat columns, read a row group at a time.</summary>
internal sealed class ParquetSource : ITableSource
{
    private const int BatchRows = 1 << 16;

    private readonly string _path;
    private readonly ParquetFileReader _reader;
    private readonly List<string> _notes = [];
    private readonly Dictionary<int, string> _dateFormats = [];

    /// <summary>Opens a file and reads its schema.</summary>
    /// <exception cref="GanException">It is damaged, or has a column of lists or structures.</exception>
    public ParquetSource(string path)
    {
        _path = path;
        _reader = Try(() => new ParquetFileReader(path));
        try
        {
            Names = Try(ReadNames);
        }
        catch
        {
            _reader.Dispose();
            throw;
        }
    }

    public IReadOnlyList<string> Names { get; }

    public bool HasNames => true;

    public string Format => "Parquet";

    public int ExpectedRows => 0;

    public IReadOnlyList<string> Notes => _notes;

    public bool IsNominal(int column) => _reader.FileMetaData.Schema.Column(column).PhysicalType == PhysicalType.Boolean;

    /// <summary>Whether a file begins as Parquet files do.</summary>
    public static bool IsParquet(FileStream file)
    {
        Span<byte> magic = stackalloc byte[4];
        var read = file.ReadAtLeast(magic, magic.Length, throwOnEndOfStream: false);
        file.Position = 0;
        return read == magic.Length && magic.SequenceEqual("PAR1"u8);
    }

    public void Read(IReadOnlyList<ITableColumn?> columns, List<string>? lines)
    {
        lines?.Add(SeparatedText.Row(Names, ','));
        var first = 1;
        for (var i = 0; i < _reader.FileMetaData.NumRowGroups; i++)
        {
            using var group = Try(() => _reader.RowGroup(i));
            var cells = new List<object?>?[columns.Count];
            for (var column = 0; column < cells.Length; column++)
            {
                if (columns[column] is not null || lines is not null)
                    cells[column] = Cells(group, column);
            }

            for (var column = 0; column < cells.Length; column++)
                cells[column] = cells[column] is { } found ? WithTexts(found, column) : null;
            var rows = cells.OfType<List<object?>>().Select(c => c.Count).Distinct().ToArray();
            if (rows.Length > 1)
                throw new GanException($"The data file '{_path}' is damaged: its columns are of different lengths.");
            for (var row = 0; row < rows.FirstOrDefault(); row++)
            {
                for (var column = 0; column < cells.Length; column++)
                {
                    if (columns[column] is { } taking)
                        Give(cells[column]![row], taking, first + row);
                }

                lines?.Add(SeparatedText.Row(cells.Select(c => Text(c![row]) ?? ""), ','));
            }

            first += rows.FirstOrDefault();
        }
    }

    public void Dispose() => _reader.Dispose();

    private static void Give(object? value, ITableColumn column, int row)
    {
        if (column.WantsNumbers && IsNumber(value) && Convert.ToDouble(value, CultureInfo.InvariantCulture) is var number)
        {
            if (double.IsNaN(number))
                column.AddMissing(row);
            else if (double.IsFinite(number))
                column.AddNumber(number, row);
            else
                column.AddText(Text(value), row);
        }
        else
            column.AddText(Text(value), row);
    }

    private static bool IsNumber(object? value) => value is IConvertible and not (string or bool);

    /// <summary>A value as text; null where it is missing.</summary>
    private static string? Text(object? value) =>
        value switch
        {
            null or double.NaN or float.NaN => null,
            string text => text,
            bool flag => flag ? "true" : "false",
            IFormattable other => other.ToString(null, CultureInfo.InvariantCulture),
            _ => value.ToString(),
        };

    private static DateTime? Date(object? value) =>
        value switch
        {
            DateTime time => time,
            DateTimeNanos time => time.DateTime,
            Date day => day.DateTime,
            _ => null,
        };

    private List<object?> Cells(RowGroupReader group, int column) =>
        Try(() =>
        {
            using var physical = group.Column(column);
            using var logical = physical.LogicalReader(BatchRows);
            return logical.Apply(new CellReader());
        });

    /// <summary>The cells with dates as texts, written alike in the whole file, as finely as one of them needs.</summary>
    private List<object?> WithTexts(List<object?> cells, int column)
    {
        if (!cells.Exists(c => Date(c) is not null))
            return cells;
        if (!_dateFormats.TryGetValue(column, out var format))
            _dateFormats[column] = format = DateSearch.FormatFor(
                Enumerable
                    .Range(0, _reader.FileMetaData.NumRowGroups)
                    .SelectMany(i =>
                    {
                        using var group = Try(() => _reader.RowGroup(i));
                        return Cells(group, column);
                    })
                    .Select(Date)
                    .OfType<DateTime>()
            );
        return [.. cells.Select(c => Date(c)?.ToString(format, CultureInfo.InvariantCulture) ?? c)];
    }

    private string[] ReadNames()
    {
        var schema = _reader.FileMetaData.Schema;
        var columns = Enumerable.Range(0, schema.NumColumns).Select(schema.Column).ToArray();
        if (Array.Find(columns, c => c.MaxRepetitionLevel > 0 || c.Path.ToDotVector().Length > 1) is { } nested)
            throw new GanException(
                $"The data file '{_path}' has lists or structures in column '{nested.Path.ToDotString()}'; a table has one "
                    + $"value in "
                    + "each cell."
            );
        return ColumnNames.Mend([.. columns.Select(c => c.Name)], _notes);
    }

    private T Try<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        // What the library throws at a damaged file depends on where the damage is.
        catch (Exception e) when (e is not (GanException or OutOfMemoryException))
        {
            throw new GanException($"The data file '{_path}' cannot be read as Parquet: {ParquetFault.Reason(e)}", e);
        }
    }

    /// <summary>Reads a column of whatever type, a batch at a time: what a file claims to hold is not believed.</summary>
    private sealed class CellReader : ILogicalColumnReaderVisitor<List<object?>>
    {
        public List<object?> OnLogicalColumnReader<TValue>(LogicalColumnReader<TValue> columnReader)
        {
            if (typeof(TValue) == typeof(byte[]))
                throw new NotSupportedException(
                    "A column holds bytes; numbers, texts, dates, times and Booleans are read. Leave it out of the file."
                );
            var (cells, batch) = (new List<object?>(), new TValue[BatchRows]);
            while (columnReader.HasNext)
            {
                var read = columnReader.ReadBatch(batch);
                foreach (var value in batch.AsSpan(0, read))
                    cells.Add(value);
            }

            return cells;
        }
    }
}
