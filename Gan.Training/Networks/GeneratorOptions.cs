namespace Gan.Training.Networks;

/// <summary>What a generator makes samples from.</summary>
internal sealed record GeneratorOptions
{
    /// <summary>Width of the latent vector; at least 1. Default 100.</summary>
    public int LatentSize { get; init; } = 100;

    /// <summary>The number of classes it is conditional on; 0, the default, for none.</summary>
    public int ClassCount { get; init; }

    /// <summary>The codes it takes; null, the default, for none.</summary>
    public CodeLayout? Codes { get; init; }

    /// <summary>Width of the vector of latent, one-hot label and code.</summary>
    public int InputWidth => LatentSize + ClassCount + (Codes?.Width ?? 0);
}
