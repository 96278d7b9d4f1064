using System.Runtime.InteropServices;
using ParquetSharp;

namespace Gan.Training.Tables.Writing;

/// <summary>A column of a Parquet file that is being written. It holds the values of one row group.</summary>
internal abstract class ParquetColumn
{
    /// <summary>What the file's schema says of it.</summary>
    public abstract Column Definition { get; }

    /// <summary>About how many bytes it holds.</summary>
    public long Bytes { get; protected set; }

    /// <summary>Writes what it holds to a row group, and holds nothing from here on.</summary>
    public abstract void Write(RowGroupWriter group);
}

/// <summary>A column of one type.</summary>
/// <typeparam name="T">A nullable number, Boolean or date, a text, or an array of nullable numbers for a list.</typeparam>
/// <param name="name">Its name.</param>
/// <param name="type">What values mean, where their type alone does not say it.</param>
internal sealed class ParquetColumn<T>(string name, LogicalType? type = null) : ParquetColumn
{
    // A text's or an array's own header, and the reference to it.
    private const int Overhead = 32;

    private readonly List<T> _values = [];

    public override Column Definition { get; } = new Column<T>(name, type);

    /// <summary>Adds a value.</summary>
    public void Add(T value)
    {
        _values.Add(value);
        Bytes += value switch
        {
            string text => text.Length * sizeof(char) + Overhead,
            float?[] list => list.Length * 2 * sizeof(float) + Overhead,
            _ => 2 * sizeof(double),
        };
    }

    public override void Write(RowGroupWriter group)
    {
        using (var column = group.NextColumn())
        using (var writer = column.LogicalWriter<T>())
            writer.WriteBatch(CollectionsMarshal.AsSpan(_values));
        _values.Clear();
        Bytes = 0;
    }
}
