using Gan.Onnx.Bundles;

namespace Gan.Training.Evaluation.Features;

/// <summary>No network at all: a sample's own values, mapped to [-1, 1], are its features. What tables are judged with; for
/// pictures it sees brightness pixel by pixel and little of what is shown.</summary>
internal sealed class RawValues : IFeatureNetwork
{
    /// <inheritdoc/>
    public string Name => "raw values";

    /// <inheritdoc/>
    public bool IsStandardInception => false;

    /// <inheritdoc/>
    public string Protocol => "the samples' own values, mapped from their range to [-1, 1]";

    /// <inheritdoc/>
    public IReadOnlyList<string> ClassNames => [];

    /// <inheritdoc/>
    public FeatureBatch Run(
        ReadOnlyMemory<float> samples,
        IReadOnlyList<int> shape,
        ValueRange range,
        CancellationToken cancellation = default
    )
    {
        ArgumentNullException.ThrowIfNull(shape);
        ArgumentNullException.ThrowIfNull(range);
        var (middle, half) = ((range.Maximum + range.Minimum) / 2, (range.Maximum - range.Minimum) / 2);
        var values = samples.ToArray();
        for (var i = 0; i < values.Length; i++)
            values[i] = (float)((values[i] - middle) / half);
        return new FeatureBatch(new FeatureMatrix(values, shape.Aggregate(1, (product, n) => product * n)), []);
    }

    /// <inheritdoc/>
    public void Dispose() { }
}
