using Gan.Onnx.Bundles;
using Gan.Training.Data;

namespace Gan.Training.Detection;

/// <summary>How each column of a table is brought to [-1, 1]: from its smallest value in the rows it was made from to its
/// largest, a missing value taking the median's place.</summary>
/// <remarks>
/// A column of one value only becomes 0, and departs from it in units of that value's magnitude (at least 1). A column in which
/// all values are missing counts for nothing, then and later. Values far outside of the range are cut off at ten times the range,
/// which keeps infinities out of the networks.
/// </remarks>
internal sealed class ColumnScaling
{
    /// <summary>The largest magnitude of a scaled value.</summary>
    public const float Limit = 20;

    private ColumnScaling(float[] fill, float[] offset, float[] factor) => (Fill, Offset, Factor) = (fill, offset, factor);

    /// <summary>What a missing value is replaced with, by column.</summary>
    public IReadOnlyList<float> Fill { get; }

    /// <summary>What is subtracted, by column.</summary>
    public IReadOnlyList<float> Offset { get; }

    /// <summary>What the difference is multiplied by, by column; 0 for a column that counts for nothing.</summary>
    public IReadOnlyList<float> Factor { get; }

    /// <summary>Makes the scaling for some rows.</summary>
    /// <param name="data">The rows; NaN where a value is missing.</param>
    public static ColumnScaling Fit(Dataset data)
    {
        ArgumentNullException.ThrowIfNull(data);
        var (fill, offset, factor) = (new float[data.SampleSize], new float[data.SampleSize], new float[data.SampleSize]);
        var values = new List<float>(data.Count);
        for (var column = 0; column < data.SampleSize; column++)
        {
            values.Clear();
            for (var row = 0; row < data.Count; row++)
                if (data.Sample(row)[column] is var value && !float.IsNaN(value))
                    values.Add(value);
            if (values.Count == 0)
                continue;
            values.Sort();
            var (low, high) = (values[0], values[^1]);
            fill[column] = values[(values.Count - 1) / 2];
            offset[column] = low / 2 + high / 2;
            factor[column] = high > low ? 2 / (high - low) : 1 / Math.Max(1, Math.Abs(low));
        }

        return new ColumnScaling(fill, offset, factor);
    }

    /// <summary>The rows as networks see them, each value in [-1, 1]; those outside are cut off there.</summary>
    /// <param name="data">Rows of the kind it was made from.</param>
    public Dataset Apply(Dataset data)
    {
        ArgumentNullException.ThrowIfNull(data);
        var samples = data.ToArray(0, data.Count);
        for (var i = 0; i < samples.Length; i++)
        {
            var column = i % data.SampleSize;
            var value = float.IsNaN(samples[i]) ? Fill[column] : samples[i];
            samples[i] = Math.Clamp((value - Offset[column]) * Factor[column], -1, 1);
        }

        return new Dataset(
            data.Name,
            data.Shape,
            samples,
            null,
            new ValueRange { Minimum = -1, Maximum = 1 },
            data.Source,
            data.Licence
        );
    }

    /// <summary>The same for all values, from a range to [-1, 1]: what pictures have.</summary>
    internal static ColumnScaling Of(ValueRange range, int columns)
    {
        var (middle, half) = ((float)ValueScaling.Middle(range), (float)ValueScaling.Half(range));
        return new ColumnScaling(
            [.. Enumerable.Repeat(middle, columns)],
            [.. Enumerable.Repeat(middle, columns)],
            [.. Enumerable.Repeat(1 / half, columns)]
        );
    }
}
