using System.Globalization;
using Gan.MLNet.Batching;
using Gan.Onnx;
using Gan.Onnx.Bundles;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Gan.Training.Data;

/// <summary>Reads columns of an ML.NET view into a data set.</summary>
internal static class DataViewReader
{
    public static Dataset Read(IDataView view, string featureColumn, string? labelColumn, ValueRange? range, bool allowMissing)
    {
        ArgumentNullException.ThrowIfNull(view);
        ArgumentException.ThrowIfNullOrEmpty(featureColumn);
        var features = Column(view, featureColumn);
        DataViewSchema.Column? label = labelColumn is null ? null : Column(view, labelColumn);
        var samples = new List<float>();
        var labels = label is null ? null : new List<string?>();
        using (var cursor = view.GetRowCursor(label is { } l ? [features, l] : [features]))
        {
            var readSample = SampleReader(cursor, features);
            var readLabel = label is { } column ? LabelReader(cursor, column) : null;
            while (cursor.MoveNext())
            {
                readSample(samples);
                labels?.Add(readLabel!());
            }
        }

        if (samples.Count == 0)
            throw new GanException($"The column '{featureColumn}' has no rows.");
        var values = samples.ToArray();
        var shape = Shape(features);
        CheckFinite(values, shape.Aggregate(1, (product, n) => product * n), featureColumn, allowMissing);
        var (numbers, names) = labels is null ? (null, null) : LabelNumbers.Of(labels);
        if (label is { Type: KeyDataViewType } keys)
            names = KeyNames(view, keys);
        return new Dataset(
            $"column '{featureColumn}'",
            shape,
            values,
            numbers,
            range ?? ValueScaling.RangeOf(values),
            labelNames: names,
            allowMissing: allowMissing
        )
        {
            ClassWords = $"values in column '{labelColumn}'",
        };
    }

    private static void CheckFinite(float[] values, int size, string column, bool allowMissing)
    {
        for (var i = 0; i < values.Length; i++)
        {
            if (float.IsFinite(values[i]) || (allowMissing && float.IsNaN(values[i])))
                continue;
            var place = $"in row {i / size + 1}" + (size > 1 ? $", place {i % size + 1} of {size}" : "");
            throw new GanException(
                float.IsNaN(values[i])
                    ? $"The column '{column}' has a missing value (NaN) {place}. Replace missing values "
                        + "(ml.Transforms.ReplaceMissingValues), or leave such rows out (ml.Data.FilterRowsByMissingValues)."
                    : $"The column '{column}' has an infinite value {place}; samples are finite numbers."
            );
        }
    }

    private static DataViewSchema.Column Column(IDataView view, string name) =>
        view.Schema.GetColumnOrNull(name)
        ?? throw new GanException(
            $"The view has no column '{name}'. Columns: {string.Join(", ", view.Schema.Select(c => c.Name))}."
        );

    private static int[] Shape(DataViewSchema.Column column) =>
        column.Type switch
        {
            VectorDataViewType { IsKnownSize: true } vector => [.. vector.Dimensions],
            NumberDataViewType => [1],
            _ => throw new GanException(
                $"The column '{column.Name}' is of type {column.Type}; samples are numbers or vectors of a known size."
            ),
        };

    private static Action<List<float>> SampleReader(DataViewRow row, DataViewSchema.Column column)
    {
        _ = Shape(column);
        var type = (column.Type as VectorDataViewType)?.ItemType.RawType ?? column.Type.RawType;
        var isVector = column.Type is VectorDataViewType;
        if (type == typeof(float))
            return isVector ? Vector<float>(row, column, v => v) : Single<float>(row, column, v => v);
        if (type == typeof(double))
            return isVector ? Vector<double>(row, column, v => (float)v) : Single<double>(row, column, v => (float)v);
        if (type == typeof(byte))
            return isVector ? Vector<byte>(row, column, v => v) : Single<byte>(row, column, v => v);
        throw new GanException($"The column '{column.Name}' holds {type.Name} values; samples are Single, Double or Byte.");
    }

    private static Action<List<float>> Vector<T>(DataViewRow row, DataViewSchema.Column column, Func<T, float> convert)
    {
        var getter = row.GetGetter<VBuffer<T>>(column);
        var buffer = default(VBuffer<T>);
        return samples =>
        {
            getter(ref buffer);
            foreach (var value in buffer.DenseValues())
                samples.Add(convert(value));
        };
    }

    private static Action<List<float>> Single<T>(DataViewRow row, DataViewSchema.Column column, Func<T, float> convert)
    {
        var getter = row.GetGetter<T>(column);
        var value = default(T)!;
        return samples =>
        {
            getter(ref value);
            samples.Add(convert(value));
        };
    }

    /// <summary>A row's label as text; null where it has none.</summary>
    private static Func<string?> LabelReader(DataViewRow row, DataViewSchema.Column column)
    {
        if (column.Type is KeyDataViewType { RawType: var key } && key == typeof(uint))
            return Label<uint>(row, column, v => v == 0 ? null : Text(v - 1));
        if (column.Type is TextDataViewType)
            return Label<ReadOnlyMemory<char>>(row, column, v => v.IsEmpty ? null : v.ToString());
        return column.Type.RawType switch
        {
            var t when t == typeof(bool) => Label<bool>(row, column, v => v ? "1" : "0"),
            var t when t == typeof(byte) => Label<byte>(row, column, v => Text(v)),
            var t when t == typeof(int) => Label<int>(row, column, v => v < 0 ? null : Text(v)),
            var t when t == typeof(long) => Label<long>(row, column, v => v < 0 ? null : Text(v)),
            var t when t == typeof(float) => Label<float>(row, column, v => float.IsNaN(v) ? null : Whole(v, column.Name)),
            _ => throw new GanException(
                $"The label column '{column.Name}' is of type {column.Type}; labels are Boolean, Byte, Int32, Int64, Single, "
                    + $"text or keys."
            ),
        };
    }

    private static Func<string?> Label<T>(DataViewRow row, DataViewSchema.Column column, Func<T, string?> convert)
    {
        var getter = row.GetGetter<T>(column);
        var value = default(T)!;
        return () =>
        {
            getter(ref value);
            return convert(value);
        };
    }

    private static string Whole(float value, string column) =>
        value == MathF.Floor(value) && value >= 0
            ? Text((long)value)
            : throw new GanException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"The label column '{column}' holds {value}, which is no whole number from 0."
                )
            );

    private static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);

    private static string[]? KeyNames(IDataView view, DataViewSchema.Column column) =>
        ClassColumn.Find(view.Schema, column.Name).KeyNames is { } names ? [.. names] : null;
}
