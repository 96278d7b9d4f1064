using Gan.Onnx.Graphs;

namespace Gan.Training.Networks;

/// <summary>What a discriminator's graph gives; the counterpart of <see cref="DiscriminatorOutput"/>.</summary>
/// <param name="Score">How real each sample looks, [batch, 1]; higher means more real.</param>
/// <param name="Features">What lies before the last layer, [batch, features].</param>
internal sealed record DiscriminatorValues(OnnxValue Score, OnnxValue Features)
{
    /// <summary>Class logits [batch, classes], where the discriminator also classifies.</summary>
    public OnnxValue? Classes { get; init; }

    /// <summary>Estimates of the code, [batch, code], where the discriminator has a code head.</summary>
    public OnnxValue? Code { get; init; }
}
