namespace Gan.Training.Augmentations;

/// <summary>What <see cref="DiffAugment"/> changes.</summary>
[Flags]
internal enum DiffAugmentPolicy
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Brightness, saturation and contrast.</summary>
    Colour = 1,

    /// <summary>The place, by up to an eighth of a side.</summary>
    Translation = 2,

    /// <summary>A square of half the sides is cut out.</summary>
    Cutout = 4,

    /// <summary>All three.</summary>
    All = Colour | Translation | Cutout,
}
