namespace Gan.Onnx.Bundles;

/// <summary>A model file of a bundle.</summary>
public sealed record BundleFile
{
    /// <summary>One of <see cref="GanBundle.ModelFiles"/>.</summary>
    public required string Name { get; init; }

    /// <summary>The SHA-256 of its bytes: 64 lower-case hexadecimal digits.</summary>
    public required string Sha256 { get; init; }

    /// <summary>Its length in bytes: 1 to <see cref="BundleLimits.ModelBytes"/>.</summary>
    public required long Bytes { get; init; }
}
