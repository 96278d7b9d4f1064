using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Gan.Training.Networks;

/// <summary>What a generator makes samples from.</summary>
public sealed record GeneratorOptions
{
    /// <summary>Width of the latent vector; at least 1. Default 100.</summary>
    public int LatentSize { get; init; } = 100;

    /// <summary>The number of classes it is conditional on; 0, the default, for none.</summary>
    public int ClassCount { get; init; }

    /// <summary>The codes it takes; null, the default, for none.</summary>
    public CodeLayout? Codes { get; init; }

    /// <summary>Layers that take samples [batch, ...shape] back to latents [batch, latent]; null, the default, for none. Owned by
    /// the
    /// generator.</summary>
    public Module<Tensor, Tensor>? Encoder { get; init; }

    /// <summary>Layers that take generated samples to latents a second time, as GANomaly does; null, the default, for none. Owned
    /// by the
    /// generator.</summary>
    public Module<Tensor, Tensor>? SecondEncoder { get; init; }

    /// <summary>Width of the vector of latent, one-hot label and code.</summary>
    public int InputWidth => LatentSize + ClassCount + (Codes?.Width ?? 0);
}
