namespace Gan.Training.Networks;

/// <summary>The layers of fully connected networks.</summary>
internal sealed record MlpOptions
{
    /// <summary>Widths of the hidden layers, first to last; a discriminator has at least one.</summary>
    public required IReadOnlyList<int> Hidden { get; init; }

    /// <summary>What follows each hidden layer; null, the default, for ReLU in a generator and LeakyReLU in a
    /// discriminator.</summary>
    public HiddenActivation? Activation { get; init; }

    /// <summary>How hidden features are normalized; instance norm is not for vectors. Default not at all.</summary>
    public FeatureNormalization Normalization { get; init; }

    /// <summary>How weights are normalized. Default not at all.</summary>
    public WeightNormalization WeightNormalization { get; init; }

    /// <summary>Whether hidden layers with <see cref="WeightNormalization.Weight"/> learn their gains; those of the last layer
    /// are always learned. Default true.</summary>
    public bool TrainGains { get; init; } = true;

    /// <summary>What follows a generator's last layer. Default tanh.</summary>
    public OutputActivation Output { get; init; }

    /// <summary>Standard deviation of the noise added to a discriminator's input while training; 0, the default, for
    /// none.</summary>
    public double InputNoise { get; init; }

    /// <summary>Standard deviation of the noise added to a discriminator's hidden layers while training; 0, the default, for
    /// none.</summary>
    public double HiddenNoise { get; init; }

    /// <summary>How likely each value of a discriminator's hidden layers is set to 0 while training, in [0, 1); 0, the default,
    /// for none.</summary>
    public double Dropout { get; init; }

    /// <summary>Where noise and dropout come from; needed where there is any.</summary>
    public NoiseSource? Noise { get; init; }
}
