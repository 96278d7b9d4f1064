namespace Gan.Onnx.Bundles;

/// <summary>What the generator takes.</summary>
public sealed record BundleLatent
{
    /// <summary>How many values a latent vector has: 1 to <see cref="BundleLimits.LatentSize"/>.</summary>
    public required int Size { get; init; }

    /// <summary>What its values are drawn from.</summary>
    public required LatentDistribution Distribution { get; init; }
}
