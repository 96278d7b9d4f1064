using System.Globalization;
using Gan.Onnx;
using Parquet;
using Parquet.Schema;

namespace Gan.Training.Tables.Reading;

/// <summary>A table in an Apache Parquet file of flat columns, read a row group at a time.</summary>
internal sealed class ParquetSource : ITableSource
{
    /// <summary>The most rows of a group: a few bytes of a file may claim any number.</summary>
    private const int MostRows = 50_000_000;

    private readonly string _path;
    private readonly FileStream _file;
    private readonly ParquetReader _reader;
    private readonly DataField[] _fields;
    private readonly List<string> _notes = [];

    /// <summary>Opens a file and reads its schema.</summary>
    /// <exception cref="GanException">It is damaged, or has a column of lists or structures.</exception>
    public ParquetSource(string path, FileStream file)
    {
        (_path, _file) = (path, file);
        _reader = Try(() => ParquetReader.CreateAsync(file, leaveStreamOpen: true));
        _fields = _reader.Schema.GetDataFields();
        if (Array.Find(_fields, f => f.IsArray || f.MaxRepetitionLevel > 0 || f.Path.Length > 1) is { } nested)
            throw new GanException(
                $"The data file '{path}' has lists or structures in column '{nested.Path}'; a table has one value in each cell."
            );
        Names = ColumnNames.Mend([.. _fields.Select(f => f.Name)], _notes);
    }

    public IReadOnlyList<string> Names { get; }

    public bool HasNames => true;

    public string Format => "Parquet";

    public int ExpectedRows => (int)Math.Clamp(_reader.RowGroups.Sum(g => (double)g.RowCount), 0, MostRows);

    public IReadOnlyList<string> Notes => _notes;

    public bool IsNominal(int column) => _fields[column].ClrType == typeof(bool);

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
        for (var i = 0; i < _reader.RowGroupCount; i++)
        {
            using var group = _reader.OpenRowGroupReader(i);
            if (group.RowCount is < 0 or > MostRows)
                throw new GanException(
                    $"The data file '{_path}' says that row group {i + 1} has {group.RowCount} rows; up to {MostRows} are "
                        + "read at a time. Write it in smaller row groups."
                );
            var rows = (int)group.RowCount;
            var cells = new Cells?[_fields.Length];
            for (var column = 0; column < cells.Length; column++)
            {
                if (columns[column] is not null || lines is not null)
                    cells[column] = Try(() => ReadAsync(group, _fields[column], rows));
                if (columns[column] is { } reader)
                    Add(reader, cells[column]!, rows, first);
            }

            for (var row = 0; row < rows && lines is not null; row++)
                lines.Add(SeparatedText.Row(cells.Select(c => c!.Text(row) ?? ""), ','));
            first += rows;
        }
    }

    public void Dispose()
    {
        _reader.DisposeAsync().AsTask().GetAwaiter().GetResult();
        _file.Dispose();
    }

    private static void Add(ITableColumn reader, Cells cells, int rows, int first)
    {
        for (var row = 0; row < rows; row++)
        {
            if (reader.WantsNumbers && cells.Number is { } number)
            {
                var value = number(row);
                if (double.IsNaN(value))
                    reader.AddMissing(first + row);
                else if (double.IsFinite(value))
                    reader.AddNumber(value, first + row);
                else
                    reader.AddText(cells.Text(row), first + row);
            }
            else
                reader.AddText(cells.Text(row), first + row);
        }
    }

    /// <summary>A column's values in a row group: as text, null where one is missing; and where it is one of numbers, as number,
    /// NaN where one is missing.</summary>
    private sealed record Cells(Func<int, string?> Text, Func<int, double>? Number = null);

    private static async Task<Cells> ReadAsync(ParquetRowGroupReader group, DataField field, int rows)
    {
        var type = field.ClrType;
        if (type == typeof(string) || type == typeof(ReadOnlyMemory<char>))
        {
            var texts = new string?[rows];
            await group.ReadAsync(field, texts.AsMemory()).ConfigureAwait(false);
            return new Cells(row => texts[row]);
        }

        if (type == typeof(bool))
            return await Of<bool>(v => v ? "true" : "false").ConfigureAwait(false);
        if (type == typeof(DateTime))
            return await Of<DateTime>(v =>
                    v.ToString(v.TimeOfDay == TimeSpan.Zero ? "yyyy-MM-dd" : "s", CultureInfo.InvariantCulture)
                )
                .ConfigureAwait(false);
        if (type == typeof(DateOnly))
            return await Of<DateOnly>(v => v.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)).ConfigureAwait(false);
        if (type == typeof(double))
            return await Numbers<double>(v => v).ConfigureAwait(false);
        if (type == typeof(float))
            return await Numbers<float>(v => v).ConfigureAwait(false);
        if (type == typeof(long))
            return await Numbers<long>(v => v).ConfigureAwait(false);
        if (type == typeof(int))
            return await Numbers<int>(v => v).ConfigureAwait(false);
        if (type == typeof(short))
            return await Numbers<short>(v => v).ConfigureAwait(false);
        if (type == typeof(sbyte))
            return await Numbers<sbyte>(v => v).ConfigureAwait(false);
        if (type == typeof(ulong))
            return await Numbers<ulong>(v => v).ConfigureAwait(false);
        if (type == typeof(uint))
            return await Numbers<uint>(v => v).ConfigureAwait(false);
        if (type == typeof(ushort))
            return await Numbers<ushort>(v => v).ConfigureAwait(false);
        if (type == typeof(byte))
            return await Numbers<byte>(v => v).ConfigureAwait(false);
        if (type == typeof(decimal))
            return await Numbers<decimal>(v => (double)v).ConfigureAwait(false);
        throw new NotSupportedException(
            $"Column '{field.Name}' holds values of type {type.Name}; numbers, texts, dates and Booleans are read."
        );

        async Task<Cells> Of<T>(Func<T, string> text)
            where T : struct
        {
            var values = await Values<T>().ConfigureAwait(false);
            return new Cells(row => values[row] is { } value ? text(value) : null);
        }

        async Task<Cells> Numbers<T>(Func<T, double> number)
            where T : struct, IFormattable
        {
            var values = await Values<T>().ConfigureAwait(false);
            return new Cells(
                row => values[row]?.ToString(null, CultureInfo.InvariantCulture),
                row => values[row] is { } value ? number(value) : double.NaN
            );
        }

        async Task<T?[]> Values<T>()
            where T : struct
        {
            var values = new T?[rows];
            if (field.IsNullable)
            {
                await group.ReadAsync(field, values.AsMemory()).ConfigureAwait(false);
                return values;
            }

            var present = new T[rows];
            await group.ReadAsync(field, present.AsMemory()).ConfigureAwait(false);
            for (var i = 0; i < rows; i++)
                values[i] = present[i];
            return values;
        }
    }

    private T Try<T>(Func<Task<T>> read)
    {
        try
        {
            return read().GetAwaiter().GetResult();
        }
        // What the library throws at a damaged file depends on where the damage is.
        catch (Exception e) when (e is not (OutOfMemoryException or OperationCanceledException))
        {
            throw new GanException($"The data file '{_path}' cannot be read as Parquet: {e.Message}", e);
        }
    }
}
