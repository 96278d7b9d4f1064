namespace Gan.Onnx.Bundles;

/// <summary>What a sample is.</summary>
public enum DataKind
{
    /// <summary>An image: shape [channels, height, width].</summary>
    Image,

    /// <summary>A vector of features: shape [length].</summary>
    Vector,
}
