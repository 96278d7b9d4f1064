using static TorchSharp.torch;

namespace Gan.Training.Networks;

/// <summary>What a discriminator is shown: named tensors, one row each for a sample.</summary>
/// <param name="Samples">Samples [batch, ...shape] in [-1, 1].</param>
public sealed record DiscriminatorInput(Tensor Samples)
{
    /// <summary>Class numbers from 0, Int64 [batch]; where, and only where, the discriminator takes them.</summary>
    public Tensor? Labels { get; init; }

    /// <summary>The samples' latents [batch, latent]; for discriminators of pairs only.</summary>
    public Tensor? Latents { get; init; }

    /// <summary>The images that the samples are translations of, [batch, ...source shape]; for discriminators of translations
    /// only.</summary>
    public Tensor? Source { get; init; }
}
