using static TorchSharp.torch;

namespace Gan.Training.Networks;

/// <summary>What a discriminator says of a batch.</summary>
/// <param name="Score">How real each sample looks, [batch, 1], unbounded: a logit, or a critic's value; higher means more real.</param>
/// <param name="Features">What lies before the last layer, [batch, features].</param>
public sealed record DiscriminatorOutput(Tensor Score, Tensor Features)
{
    /// <summary>Class logits [batch, classes], where the discriminator also classifies.</summary>
    public Tensor? Classes { get; init; }

    /// <summary>Estimates of the code that a sample was made from, [batch, <see cref="CodeLayout.Width"/>]: logits for categorical codes,
    /// means for continuous ones; where the discriminator has a code head.</summary>
    public Tensor? Code { get; init; }

    /// <summary>The samples as an autoencoding discriminator reconstructs them, [batch, ...shape].</summary>
    public Tensor? Reconstruction { get; init; }
}
