namespace Gan.Onnx.Bundles;

/// <summary>What a bundle may hold at most. Whatever is larger is refused before it is read.</summary>
public static class BundleLimits
{
    /// <summary>The length of <c>gan.json</c> in bytes: 1 MiB.</summary>
    public const int ManifestBytes = 1 << 20;

    /// <summary>The length of one model file in bytes: 512 MiB.</summary>
    public const int ModelBytes = 512 << 20;

    /// <summary>The length of what a model file holds beside the values of its constant tensors, in bytes: 2 MiB. Whole numbers
    /// that are not stored as raw data count as well, since they take more memory than bytes.</summary>
    public const int GraphBytes = 2 << 20;

    /// <summary>The length of all model files together in bytes: 1 GiB.</summary>
    public const long AllModelBytes = 2L * ModelBytes;

    /// <summary>The length of a bundle in zip form in bytes: what its files may hold, and 1 MiB for the zip itself.</summary>
    public const long ZipBytes = AllModelBytes + ManifestBytes + (1 << 20);

    /// <summary>How many values one constant tensor of a model may have: 268,435,456.</summary>
    public const int TensorSize = 1 << 28;

    /// <summary>How many values a sample may have, and how many features: 16,777,216.</summary>
    public const int SampleSize = 1 << 24;

    /// <summary>How many values an image may have that a translator of any size runs on tile by tile, and what it is translated
    /// into: 268,435,456. Where a translator takes whole images alone, it is <see cref="SampleSize"/>.</summary>
    public const int ImageSize = 1 << 28;

    /// <summary>How many values a latent vector may have.</summary>
    public const int LatentSize = 1 << 16;

    /// <summary>How many labels, metrics or packages a manifest may list.</summary>
    public const int ListLength = 4096;

    /// <summary>How many characters a text in the manifest may have.</summary>
    public const int TextLength = 4096;
}
