namespace Gan.Training.Guards;

/// <summary>What may go wrong in a game.</summary>
public enum GuardKind
{
    /// <summary>A loss or gradient is not a finite number.</summary>
    NotFinite,

    /// <summary>The discriminator tells every real sample from every generated one, for long.</summary>
    DiscriminatorVictory,

    /// <summary>The generator gets next to no gradient.</summary>
    VanishingGradient,

    /// <summary>The generator makes nearly the same sample always.</summary>
    ModeCollapse,
}
