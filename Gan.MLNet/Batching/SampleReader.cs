using Gan.MLNet.Images;
using Gan.Onnx;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Image;

namespace Gan.MLNet.Batching;

/// <summary>Reads a column of samples into the rows of a window and checks every value.</summary>
internal abstract class SampleReader
{
    private readonly DataViewRow _row;
    private readonly string _column;
    private readonly float[] _samples;
    private readonly string?[] _problems;
    private readonly long[] _positions;
    private readonly int _size;

    private protected SampleReader(DataViewRow row, DataViewSchema.Column column, int size, int capacity)
    {
        _row = row;
        _column = column.Name;
        _size = size;
        _samples = new float[checked(size * capacity)];
        _problems = new string?[capacity];
        _positions = new long[capacity];
    }

    /// <summary>Makes the reader of a column of vectors or, where <paramref name="pixels"/> says how, of images.</summary>
    public static SampleReader Create(
        DataViewRow row,
        DataViewSchema.Column column,
        int size,
        PixelLayout? pixels,
        int capacity,
        bool acceptsMissing = false
    ) =>
        column.Type is ImageDataViewType
            ? new ImageSampleReader(row, column, pixels!, size, capacity)
            : new VectorSampleReader(row, column, size, capacity) { AcceptsMissing = acceptsMissing };

    /// <summary>Whether NaN is taken as a missing value, and an infinity as the largest number, instead of being
    /// refused.</summary>
    public bool AcceptsMissing { get; init; }

    /// <summary>The first <paramref name="count"/> rows. One that cannot be computed is all zeros.</summary>
    public ReadOnlySpan<float> Samples(int count) => _samples.AsSpan(0, count * _size);

    /// <summary>As <see cref="RowScorer.Read"/>.</summary>
    public bool Read(int slot)
    {
        Span<float> target = _samples.AsSpan(slot * _size, _size);
        _positions[slot] = _row.Position;
        if (Current(out ReadOnlySpan<float> values) is { } problem)
            return Refuse(slot, target, problem);
        // Only who maps single rows asks; in a window the slot's earlier row is another one.
        if (_problems.Length == 1 && _problems[slot] is null && values.SequenceEqual(target))
            return false;
        values.CopyTo(target);
        int bad = FiniteSpanExtensions.IndexOfNotFinite(target);
        if (AcceptsMissing && bad >= 0)
        {
            // What lies infinitely far out is scored as what lies as far out as numbers go.
            Span<float> rest = target[bad..];
            rest.Replace(float.PositiveInfinity, float.MaxValue);
            rest.Replace(float.NegativeInfinity, float.MinValue);
            bad = -1;
        }

        if (bad >= 0)
        {
            return Refuse(
                slot,
                target,
                $"element {bad} is {Name(target[bad])}. Replace or remove such values before this step, for example with "
                    + $"ReplaceMissingValues."
            );
        }

        _problems[slot] = null;
        return true;
    }

    /// <summary>As <see cref="RowScorer.CheckRow"/>.</summary>
    public void Check(int slot)
    {
        if (_problems[slot] is { } problem)
            throw new GanException(problem);
    }

    /// <summary>Where the row in a slot stands, for messages.</summary>
    public string Place(int slot) => $"Column '{_column}', row {_positions[slot]} (counted from 0):";

    /// <summary>Reads the current row's values.</summary>
    /// <returns>Why there are none; null where there are as many as a sample has.</returns>
    private protected abstract string? Current(out ReadOnlySpan<float> values);

    private bool Refuse(int slot, Span<float> target, string problem)
    {
        _problems[slot] = $"{Place(slot)} {problem}";
        target.Clear();
        return true;
    }

    private static string Name(float value) =>
        float.IsNaN(value) ? "NaN (a missing value)"
        : value > 0 ? "infinity"
        : "minus infinity";
}

/// <summary>Reads samples from a vector column.</summary>
internal sealed class VectorSampleReader(DataViewRow row, DataViewSchema.Column column, int size, int capacity)
    : SampleReader(row, column, size, capacity)
{
    private readonly ValueGetter<VBuffer<float>> _getter = row.GetGetter<VBuffer<float>>(column);
    private readonly int _size = size;
    private readonly float[] _dense = new float[size];
    private VBuffer<float> _value;

    private protected override string? Current(out ReadOnlySpan<float> values)
    {
        _getter(ref _value);
        values = default;
        if (_value.Length != _size)
            return $"the vector has {_value.Length} values, not {_size}.";
        if (_value.IsDense)
        {
            values = _value.GetValues();
            return null;
        }

        _value.CopyTo(_dense);
        values = _dense;
        return null;
    }
}
