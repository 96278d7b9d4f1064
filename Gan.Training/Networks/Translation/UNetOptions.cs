namespace Gan.Training.Networks;

/// <summary>What a <see cref="UNet"/> is like.</summary>
internal sealed record UNetOptions
{
    /// <summary>Feature maps at the largest hidden resolution; they double three times and then stay.</summary>
    public int FeatureMaps { get; init; } = 64;

    /// <summary>How often height and width are halved; 0 for as often as <see cref="Size"/> allows: down to 2x2 with instance
    /// norm, of which nothing is left at 1x1, and to 1x1 otherwise.</summary>
    public int Depth { get; init; }

    /// <summary>The shorter side of the pictures it is trained at; not needed with a depth.</summary>
    public int Size { get; init; }

    /// <summary>How features are normalized.</summary>
    public ImageNormalization Normalization { get; init; } = ImageNormalization.Instance;

    /// <summary>How pictures are made larger.</summary>
    public ImageUpsampling Upsampling { get; init; } = ImageUpsampling.Resize;

    /// <summary>How likely features of the three lowest resolutions are dropped on the way up while it trains, in [0,
    /// 1).</summary>
    public double Dropout { get; init; }

    /// <summary>Where the choice comes from; needed with dropout.</summary>
    public NoiseSource? Noise { get; init; }

    /// <summary>Whether it ends with a tanh, so that it gives values in [-1, 1].</summary>
    public bool Tanh { get; init; } = true;
}
