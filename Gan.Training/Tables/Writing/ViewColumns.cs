using System.Numerics;
using Gan.MLNet.Batching;
using Microsoft.ML;
using Microsoft.ML.Data;
using ParquetSharp;

namespace Gan.Training.Tables.Writing;

/// <summary>Which columns of an ML.NET view become which of a Parquet file.</summary>
internal static class ViewColumns
{
    private static readonly Dictionary<Type, IWrittenType> Types = new()
    {
        [typeof(float)] = new WrittenType<float, float?>(v => float.IsNaN(v) ? null : v),
        [typeof(double)] = new WrittenType<double, double?>(v => double.IsNaN(v) ? null : v),
        [typeof(sbyte)] = new WrittenType<sbyte, sbyte?>(v => v),
        [typeof(byte)] = new WrittenType<byte, byte?>(v => v),
        [typeof(short)] = new WrittenType<short, short?>(v => v),
        [typeof(ushort)] = new WrittenType<ushort, ushort?>(v => v),
        [typeof(int)] = new WrittenType<int, int?>(v => v),
        [typeof(uint)] = new WrittenType<uint, uint?>(v => v),
        [typeof(long)] = new WrittenType<long, long?>(v => v),
        [typeof(ulong)] = new WrittenType<ulong, ulong?>(v => v),
        [typeof(bool)] = new WrittenType<bool, bool?>(v => v),
        [typeof(ReadOnlyMemory<char>)] = new WrittenType<ReadOnlyMemory<char>, string?>(v => v.IsEmpty ? null : v.ToString()),
        // A date of a view says nothing of where it was that time.
        [typeof(DateTime)] = new WrittenType<DateTime, DateTime?>(
            v => v == default ? null : v,
            LogicalType.Timestamp(isAdjustedToUtc: false, TimeUnit.Micros)
        ),
        [typeof(DateTimeOffset)] = new WrittenType<DateTimeOffset, DateTime?>(
            v => v == default ? null : v.UtcDateTime,
            LogicalType.Timestamp(isAdjustedToUtc: true, TimeUnit.Micros)
        ),
    };

    /// <summary>A type that a view's values have, and how they are written.</summary>
    private interface IWrittenType
    {
        ViewColumn Scalar(DataViewSchema.Column column);

        ViewColumn Key<TKey>(DataViewSchema.Column column)
            where TKey : struct, INumber<TKey>;
    }

    /// <summary>The columns of a view that are not hidden.</summary>
    /// <exception cref="ArgumentOutOfRangeException">One is of a type that is not written.</exception>
    public static IReadOnlyList<ViewColumn> Of(DataViewSchema schema) => [.. schema.Where(c => !c.IsHidden).Select(Of)];

    private static ViewColumn Of(DataViewSchema.Column column) =>
        column.Type switch
        {
            KeyDataViewType key => Key(column, key),
            PrimitiveDataViewType type when Types.TryGetValue(type.RawType, out var written) => written.Scalar(column),
            VectorDataViewType { ItemType: NumberDataViewType item } when item == NumberDataViewType.Single => new ViewColumn<
                VBuffer<float>,
                float?[]
            >(column, new ParquetColumn<float?[]>(column.Name), List),
            _ => throw Refused(column, column.Type),
        };

    private static ViewColumn Key(DataViewSchema.Column column, KeyDataViewType key) =>
        key.RawType switch
        {
            var t when t == typeof(byte) => Key<byte>(column),
            var t when t == typeof(ushort) => Key<ushort>(column),
            var t when t == typeof(uint) => Key<uint>(column),
            _ => Key<ulong>(column),
        };

    private static ViewColumn Key<TKey>(DataViewSchema.Column column)
        where TKey : struct, INumber<TKey>
    {
        var values = column.Annotations.Schema.GetColumnOrNull("KeyValues")?.Type as VectorDataViewType;
        // A key without values is a number from 0, as ML.NET writes it; 0 itself stands for a missing one.
        if (values is null)
            return new ViewColumn<TKey, long?>(
                column,
                new ParquetColumn<long?>(column.Name),
                v => TKey.IsZero(v) ? null : long.CreateSaturating(v) - 1
            );
        return Types.TryGetValue(values.ItemType.RawType, out var written)
            ? written.Key<TKey>(column)
            : throw Refused(column, values.ItemType, "a key of ");
    }

    private static float?[] List(VBuffer<float> vector)
    {
        var list = new float?[vector.Length];
        var values = vector.GetValues();
        if (!vector.IsDense)
            Array.Fill(list, 0);
        for (var i = 0; i < values.Length; i++)
            list[vector.IsDense ? i : vector.GetIndices()[i]] = float.IsNaN(values[i]) ? null : values[i];
        return list;
    }

    private static ArgumentOutOfRangeException Refused(DataViewSchema.Column column, DataViewType type, string before = "") =>
        InputColumns.Mismatch(
            "data",
            column.Name,
            "a number, Boolean, date, text, key or vector of Single (drop or convert others before they are saved)",
            $"{before}{type}"
        );

    private sealed class WrittenType<TValue, TWritten>(Func<TValue, TWritten> convert, LogicalType? logical = null) : IWrittenType
    {
        public ViewColumn Scalar(DataViewSchema.Column column) =>
            new ViewColumn<TValue, TWritten>(column, new ParquetColumn<TWritten>(column.Name, logical), convert);

        public ViewColumn Key<TKey>(DataViewSchema.Column column)
            where TKey : struct, INumber<TKey>
        {
            VBuffer<TValue> buffer = default;
            column.GetKeyValues(ref buffer);
            TWritten[] values = [default!, .. buffer.DenseValues().Select(convert)];
            return new ViewColumn<TKey, TWritten>(
                column,
                new ParquetColumn<TWritten>(column.Name, logical),
                // ML.NET takes a key beyond its last value for a missing one, too.
                v => ulong.CreateSaturating(v) is var place && place < (ulong)values.Length ? values[place] : default!
            );
        }
    }
}
