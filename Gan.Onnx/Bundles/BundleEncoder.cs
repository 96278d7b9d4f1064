namespace Gan.Onnx.Bundles;

/// <summary>What the encoder gives: for a sample, the latent vector that stands for it, as in BiGAN, ALI, AAE and
/// f-AnoGAN.</summary>
public sealed record BundleEncoder
{
    /// <summary>How many values a sample's code has: 1 to <see cref="BundleLimits.LatentSize"/>; where the bundle has a
    /// generator, its
    /// <see cref="BundleLatent.Size"/>, so that what the encoder gives is what the generator takes.</summary>
    public required int Size { get; init; }
}
