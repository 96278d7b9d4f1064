using Gan.Onnx;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Gan.MLNet.Batching;

/// <summary>Reads a vector column into the rows of a window and checks every value.</summary>
internal sealed class SampleReader
{
    private readonly DataViewRow _row;
    private readonly string _column;
    private readonly ValueGetter<VBuffer<float>> _getter;
    private readonly float[] _samples;
    private readonly string?[] _problems;
    private readonly int _size;
    private VBuffer<float> _value;
    private readonly float[] _dense;

    public SampleReader(DataViewRow row, DataViewSchema.Column column, int size, int capacity)
    {
        _row = row;
        _column = column.Name;
        _getter = row.GetGetter<VBuffer<float>>(column);
        _size = size;
        _samples = new float[checked(size * capacity)];
        _dense = new float[size];
        _problems = new string?[capacity];
    }

    /// <summary>The first <paramref name="count"/> rows. One that cannot be computed is all zeros.</summary>
    public ReadOnlySpan<float> Samples(int count) => _samples.AsSpan(0, count * _size);

    /// <summary>As <see cref="RowScorer.Read"/>.</summary>
    public bool Read(int slot)
    {
        _getter(ref _value);
        Span<float> target = _samples.AsSpan(slot * _size, _size);
        string? problem = null;
        if (_value.Length == _size)
        {
            ReadOnlySpan<float> values = _value.IsDense ? _value.GetValues() : Densify();
            if (_problems[slot] is null && values.SequenceEqual(target))
                return false;
            values.CopyTo(target);
            int bad = FiniteSpanExtensions.IndexOfNotFinite(target);
            if (bad >= 0)
            {
                problem = $"Column '{_column}', row {_row.Position} (counted from 0): element {bad} is {Name(target[bad])}. " +
                    "Replace or remove such values before this step, for example with ReplaceMissingValues.";
            }
        }
        else
        {
            problem = $"Column '{_column}', row {_row.Position} (counted from 0): " +
                $"the vector has {_value.Length} values, not {_size}.";
        }

        _problems[slot] = problem;
        if (problem is not null)
            target.Clear();
        return true;
    }

    /// <summary>As <see cref="RowScorer.CheckRow"/>.</summary>
    public void Check(int slot)
    {
        if (_problems[slot] is { } problem)
            throw new GanException(problem);
    }

    private float[] Densify()
    {
        _value.CopyTo(_dense);
        return _dense;
    }

    private static string Name(float value) =>
        float.IsNaN(value) ? "NaN (a missing value)" : value > 0 ? "infinity" : "minus infinity";
}
