using Microsoft.ML;
using Microsoft.ML.Data;

namespace Gan.MLNet.Batching;

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
