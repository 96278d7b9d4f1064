namespace Gan.Training.Networks;

/// <summary>What a <see cref="PatchDiscriminator"/> is like.</summary>
internal sealed record PatchDiscriminatorOptions
{
    /// <summary>Feature maps of the first layer; they double three times and then stay.</summary>
    public int FeatureMaps { get; init; } = 64;

    /// <summary>Layers of stride 2, which say how much of the picture one verdict sees: 1, 16, 34, 70, 142 or 286 pixels a side
    /// for 0 to 5.</summary>
    public int Layers { get; init; } = 3;

    /// <summary>How features are normalized; never those of the first layer.</summary>
    public ImageNormalization Normalization { get; init; } = ImageNormalization.Instance;

    /// <summary>Whether all weights are spectrally normalized (Miyato et al. 2018).</summary>
    public bool Spectral { get; init; }
}
