using static TorchSharp.torch;

namespace Gan.Training.Networks;

/// <summary>What a generator makes samples from: one row of each part a sample.</summary>
/// <param name="Latent">Latents [batch, latent].</param>
/// <param name="Labels">Class numbers from 0, Int64 [batch]; for class-conditional generators only.</param>
/// <param name="Code">Codes [batch, <see cref="CodeLayout.Width"/>]; for generators with codes only.</param>
public sealed record GeneratorInput(Tensor Latent, Tensor? Labels = null, Tensor? Code = null)
{
    /// <summary>The vectors of texts [batch, text]; for generators that make pictures of words only.</summary>
    public Tensor? Text { get; init; }
}
