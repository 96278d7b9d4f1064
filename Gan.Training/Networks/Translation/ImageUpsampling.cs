namespace Gan.Training.Networks;

/// <summary>How networks that translate pictures make them larger.</summary>
public enum ImageUpsampling
{
    /// <summary>Every pixel is doubled, then a convolution follows: no checkerboard (Odena et al., "Deconvolution and
    /// Checkerboard Artifacts", 2016).</summary>
    Resize,

    /// <summary>Transposed convolutions, as published with pix2pix and CycleGAN: faster, and they may leave a
    /// checkerboard.</summary>
    Transposed,
}
