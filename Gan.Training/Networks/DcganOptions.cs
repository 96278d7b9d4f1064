namespace Gan.Training.Networks;

/// <summary>The hidden layers of convolutional networks.</summary>
internal sealed record DcganOptions
{
    /// <summary>Feature maps at the largest hidden resolution; they double at each smaller one. At least 1. Default 32.</summary>
    public int FeatureMaps { get; init; } = 32;

    /// <summary>How hidden features are normalized. Default batch norm.</summary>
    public FeatureNormalization Normalization { get; init; } = FeatureNormalization.Batch;

    /// <summary>How the discriminator's weights are normalized; the generator's are not. Default not at all.</summary>
    public WeightNormalization WeightNormalization { get; init; }
}
