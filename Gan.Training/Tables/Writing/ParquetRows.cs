using Gan.Onnx;
using ParquetSharp;
using ParquetSharp.IO;

namespace Gan.Training.Tables.Writing;

/// <summary>Writes rows to an Apache Parquet file. In memory is one row group, whatever the number of rows.</summary>
internal sealed class ParquetRows : IDisposable
{
    /// <summary>The most rows of a row group.</summary>
    public const int MaximumRows = 1 << 16;

    /// <summary>About the most bytes that a row group's values take in memory; one row may take more.</summary>
    public const long MaximumBytes = 64 << 20;

    private readonly ParquetColumn[] _columns;
    private readonly ManagedOutputStream _stream;
    private readonly ParquetFileWriter _file;
    private int _rows;

    private ParquetRows(Stream stream, IReadOnlyList<ParquetColumn> columns)
    {
        _columns = [.. columns];
        _stream = new ManagedOutputStream(stream);
        try
        {
            _file = new ParquetFileWriter(_stream, [.. columns.Select(c => c.Definition)]);
        }
        catch
        {
            _stream.Dispose();
            throw;
        }
    }

    /// <summary>How many rows were written, those of the row group in memory included.</summary>
    public long Count { get; private set; }

    /// <summary>Writes a file, whole or not at all.</summary>
    /// <param name="path">The file to make or replace.</param>
    /// <param name="columns">Its columns.</param>
    /// <param name="write">Adds a value to each column and ends the row, for each row.</param>
    /// <exception cref="GanException">The file cannot be written; what stood there before is untouched.</exception>
    public static void Write(string path, IReadOnlyList<ParquetColumn> columns, Action<ParquetRows> write) =>
        AtomicFile.Write(path, stream => Write(stream, path, columns, write));

    /// <summary>As the other overload, to a stream.</summary>
    public static void Write(Stream stream, string name, IReadOnlyList<ParquetColumn> columns, Action<ParquetRows> write)
    {
        try
        {
            using var rows = new ParquetRows(stream, columns);
            write(rows);
            rows.Close();
        }
        catch (ParquetException e)
        {
            throw new GanException($"The file '{name}' could not be written: {ParquetFault.Reason(e)}", e);
        }
    }

    /// <summary>Ends a row, of which each column was given its value.</summary>
    public void EndRow()
    {
        Count++;
        if (++_rows == MaximumRows || Bytes() >= MaximumBytes)
            WriteGroup();
    }

    public void Dispose()
    {
        _file.Dispose();
        _stream.Dispose();
    }

    private void Close()
    {
        if (_rows > 0)
            WriteGroup();
        _file.Close();
    }

    private long Bytes()
    {
        var sum = 0L;
        foreach (var column in _columns)
            sum += column.Bytes;
        return sum;
    }

    private void WriteGroup()
    {
        using var group = _file.AppendRowGroup();
        foreach (var column in _columns)
            column.Write(group);
        group.Close();
        _rows = 0;
    }
}
