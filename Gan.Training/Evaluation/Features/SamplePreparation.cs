using System.Numerics.Tensors;
using Gan.MLNet.Images;
using Gan.Onnx;
using Gan.Onnx.Bundles;

namespace Gan.Training.Evaluation.Features;

/// <summary>Brings samples into the form that a feature network takes.</summary>
internal sealed class SamplePreparation
{
    private readonly FeatureNetworkDescription _network;
    private readonly IReadOnlyList<int> _shape;
    private readonly ValueRange _range;
    private readonly (int Pixel, double Weight)[][] _rows = [],
        _columns = [];

    public SamplePreparation(FeatureNetworkDescription network, IReadOnlyList<int> shape, ValueRange range)
    {
        (_network, _shape, _range) = (network, shape, range);
        var suits = network.Shape.Count == 1 ? shape.Count == 1 && shape[0] == network.Shape[0] : shape is [1 or 3, _, _];
        if (!suits)
        {
            throw new GanException(
                $"The feature network '{network.Name}' takes [{string.Join(", ", network.Shape)}], and samples of "
                    + $"[{string.Join(", ", shape)}] cannot be "
                    + "brought to that: pictures of 1 or 3 channels are resized, vectors must be as long."
            );
        }

        if (shape.Count > 1)
            (_rows, _columns) = (
                Resampling.Triangle(network.Shape[1], shape[1]),
                Resampling.Triangle(network.Shape[2], shape[2])
            );
    }

    /// <summary>Writes one sample as the network takes it.</summary>
    public void Prepare(ReadOnlySpan<float> sample, Span<float> input)
    {
        if (_shape.Count == 1)
        {
            for (var i = 0; i < sample.Length; i++)
                input[i] = Normalize(sample[i], 0);
            return;
        }

        var (channels, plane) = (_network.Shape[0], _rows.Length * _columns.Length);
        var values = new double[sample.Length];
        TensorPrimitives.ConvertTruncating(sample, values.AsSpan());
        var resized = new double[_shape[0]][];
        for (var c = 0; c < _shape[0]; c++)
            resized[c] = Resampling.Resample(
                values.AsSpan(c * _shape[1] * _shape[2], _shape[1] * _shape[2]),
                _shape[2],
                _rows,
                _columns
            );

        for (var c = 0; c < channels; c++)
        {
            var source = channels == 3 && _network.BlueFirst ? 2 - c : c;
            for (var i = 0; i < plane; i++)
            {
                var value =
                    _shape[0] == channels ? resized[source][i]
                    : _shape[0] == 1 ? resized[0][i]
                    : Luminance.Of(resized[0][i], resized[1][i], resized[2][i]);
                input[c * plane + i] = Normalize(value, c);
            }
        }
    }

    private float Normalize(double value, int channel)
    {
        var scaled =
            _network.Minimum
            + (value - _range.Minimum) / (_range.Maximum - _range.Minimum) * (_network.Maximum - _network.Minimum);
        if (_network.Mean.Count > 0)
            scaled -= _network.Mean[channel];
        if (_network.Deviation.Count > 0)
            scaled /= _network.Deviation[channel];
        return (float)scaled;
    }
}
