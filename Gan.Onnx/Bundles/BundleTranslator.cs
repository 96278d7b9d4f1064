namespace Gan.Onnx.Bundles;

/// <summary>What the translator takes: images of another kind than the bundle's samples, as in pix2pix and CycleGAN. What it
/// gives are
/// samples, which <see cref="BundleManifest.Data"/> describes.</summary>
public sealed record BundleTranslator
{
    /// <summary>An image's shape without the batch, [channels, height, width]: positive, and at most
    /// <see cref="BundleLimits.SampleSize"/> values.</summary>
    public required IReadOnlyList<int> SourceShape { get; init; }

    /// <summary>The range of the images' own values, which the translator takes.</summary>
    public required ValueRange SourceRange { get; init; }
}
