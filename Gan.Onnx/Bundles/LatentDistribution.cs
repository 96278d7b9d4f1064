namespace Gan.Onnx.Bundles;

/// <summary>The distribution that a generator's latent values are drawn from, independently.</summary>
public enum LatentDistribution
{
    /// <summary>Normal with mean 0 and variance 1.</summary>
    Normal,

    /// <summary>Uniform in [-1, 1).</summary>
    Uniform,
}
