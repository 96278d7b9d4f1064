using Microsoft.ML;
using Microsoft.ML.Data;

namespace Gan.Benchmarks.MLNet;

/// <summary>Reads a column to its end, every row's value into the same place, as the next step of a pipeline does.</summary>
internal static class ColumnReader
{
    /// <summary>Reads numbers or vectors of numbers, and disposes the cursor.</summary>
    /// <param name="cursor">A cursor that was asked for the column.</param>
    /// <param name="name">The column.</param>
    /// <param name="kept">Where the values go, one row after the other; null keeps none.</param>
    public static void Read(DataViewRowCursor cursor, string name, float[]? kept = null)
    {
        using var disposed = cursor;
        var column = cursor.Schema[name];
        if (column.Type is VectorDataViewType)
            ReadVectors(cursor, cursor.GetGetter<VBuffer<float>>(column), kept);
        else
            ReadNumbers(cursor, cursor.GetGetter<float>(column), kept);
    }

    private static void ReadNumbers(DataViewRowCursor cursor, ValueGetter<float> getter, float[]? kept)
    {
        float value = 0;
        for (var row = 0; cursor.MoveNext(); row++)
        {
            getter(ref value);
            if (kept is not null)
                kept[row] = value;
        }
    }

    private static void ReadVectors(DataViewRowCursor cursor, ValueGetter<VBuffer<float>> getter, float[]? kept)
    {
        VBuffer<float> value = default;
        for (var end = 0; cursor.MoveNext(); end += value.Length)
        {
            getter(ref value);
            if (kept is not null)
                value.GetValues().CopyTo(kept.AsSpan(end));
        }
    }
}
