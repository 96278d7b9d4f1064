namespace Gan.Training.Evaluation.Classifiers;

/// <summary>How <see cref="ClassifierTrainer"/> trains.</summary>
public sealed record ClassifierSettings
{
    /// <summary>Passes over the training rows; at least 1. Default 30.</summary>
    public int Epochs { get; init; } = 30;

    /// <summary>Rows of a step; at least 1. Default 64.</summary>
    public int BatchSize { get; init; } = 64;

    /// <summary>Adam's learning rate at the start, falling to 0 as a cosine; above 0. Default 0.001.</summary>
    public double LearningRate { get; init; } = 1e-3;

    /// <summary>Features of the layer before the classes; at least 2. Default 64.</summary>
    public int FeatureCount { get; init; } = 64;

    /// <summary>The share of rows that are held out to measure the accuracy on, in (0, 1). Default 0.2.</summary>
    public double TestShare { get; init; } = 0.2;

    /// <summary>Fixes the split, the weights and the order of the rows. Default 1.</summary>
    public int Seed { get; init; } = 1;
}
