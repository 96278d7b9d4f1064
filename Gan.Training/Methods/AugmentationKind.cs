namespace Gan.Training.Methods;

/// <summary>How pictures are augmented in front of the discriminator.</summary>
public enum AugmentationKind
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary><see cref="Augmentations.DiffAugment"/>: every picture, always.</summary>
    DiffAugment,

    /// <summary><see cref="Augmentations.AdaptiveAugmentation"/>: as much as the discriminator's overfitting asks for.</summary>
    Adaptive,
}
