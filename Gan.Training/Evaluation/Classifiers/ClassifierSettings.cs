using System.ComponentModel.DataAnnotations;

namespace Gan.Training.Evaluation.Classifiers;

/// <summary>How <see cref="ClassifierTrainer"/> trains.</summary>
public sealed record ClassifierSettings
{
    /// <summary>Passes over the training rows.</summary>
    /// <value>At least 1; default 30.</value>
    [Range(1, int.MaxValue)]
    public int Epochs { get; init; } = 30;

    /// <summary>Rows of a step.</summary>
    /// <value>At least 1; default 64.</value>
    [Range(1, int.MaxValue)]
    public int BatchSize { get; init; } = 64;

    /// <summary>Adam's learning rate at the start, falling to 0 as a cosine.</summary>
    /// <value>Above 0; default 0.001.</value>
    [Range(0, double.MaxValue, MinimumIsExclusive = true)]
    public double LearningRate { get; init; } = 1e-3;

    /// <summary>Features of the layer before the classes.</summary>
    /// <value>At least 2; default 64.</value>
    [Range(2, int.MaxValue)]
    public int FeatureCount { get; init; } = 64;

    /// <summary>The share of rows that are held out to measure the accuracy on.</summary>
    /// <value>Above 0 and below 1; default 0.2.</value>
    [Range(0.0, 1.0, MinimumIsExclusive = true, MaximumIsExclusive = true)]
    public double TestShare { get; init; } = 0.2;

    /// <summary>Fixes the split, the weights and the order of the rows.</summary>
    /// <value>Default 1.</value>
    public int Seed { get; init; } = 1;
}
