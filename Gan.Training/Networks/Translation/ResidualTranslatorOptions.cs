namespace Gan.Training.Networks;

/// <summary>What a <see cref="ResidualTranslator"/> is like.</summary>
internal sealed record ResidualTranslatorOptions
{
    /// <summary>Feature maps at the largest resolution; they double at each smaller one.</summary>
    public int FeatureMaps { get; init; } = 64;

    /// <summary>Residual blocks at the smallest resolution: 9 for 256 pixels and 6 for 128 in the paper.</summary>
    public int Blocks { get; init; } = 9;

    /// <summary>How often height and width are halved; at least 1.</summary>
    public int Downsamplings { get; init; } = 2;

    /// <summary>How pictures are made larger; not used where <see cref="Antialiased"/>.</summary>
    public ImageUpsampling Upsampling { get; init; } = ImageUpsampling.Resize;

    /// <summary>Whether pictures are blurred as they get smaller and interpolated as they get larger, as in CUT.</summary>
    public bool Antialiased { get; init; }

    /// <summary>Whether it ends with a tanh, so that it gives values in [-1, 1].</summary>
    public bool Tanh { get; init; } = true;

    /// <summary>Whether what it gives is added to the image that it takes; see <see cref="Networks.GlobalResidual"/>. It has a
    /// tanh then, and as many outputs as inputs.</summary>
    public bool GlobalResidual { get; init; }
}
