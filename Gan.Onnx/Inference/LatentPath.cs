namespace Gan.Onnx.Inference;

/// <summary>Which way leads from one latent vector to another.</summary>
public enum LatentPath
{
    /// <summary>Straight; see <see cref="LatentSampler.Linear"/>. For uniform latents.</summary>
    Linear,

    /// <summary>Along a sphere; see <see cref="LatentSampler.Spherical"/>. For normal latents.</summary>
    Spherical,
}
