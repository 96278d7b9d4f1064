namespace Gan.Onnx.Bundles;

/// <summary>What the discriminator's features are.</summary>
public sealed record BundleFeatures
{
    /// <summary>How many features a sample has: 1 to <see cref="BundleLimits.SampleSize"/>.</summary>
    public required int Count { get; init; }
}
