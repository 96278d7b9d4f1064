using Gan.Training.Methods;

namespace Gan.Training.Detection;

/// <summary>How <see cref="AnomalyDetector"/> fits.</summary>
public sealed record DetectorOptions
{
    /// <summary>The method: a detector's recipe, or any other that needs no labels, which scores by its discriminator alone.
    /// Default
    /// <see cref="OneClassGanRecipe"/>.</summary>
    public Recipe Recipe { get; init; } = new OneClassGanRecipe();

    /// <summary>The share of the training rows that the threshold calls abnormal, in (0, 0.5]. Default 0.05.</summary>
    public double Contamination { get; init; } = 0.05;

    /// <summary>Generator updates at most; at least 1. Default 1,000.</summary>
    public long Steps { get; init; } = 1000;

    /// <summary>Generator updates between two looks at the held-out criterion; at least 1. Default 100.</summary>
    public long CheckEvery { get; init; } = 100;

    /// <summary>Whether the step with the best criterion is used; if not, the last. Default true.</summary>
    public bool PicksStep { get; init; } = true;

    /// <summary>The share of the rows that are not trained on: the stopping point, the threshold and the score's unit come from
    /// them. In
    /// (0, 0.5]; at least 10 rows and at most 2,000 are held out. Default 0.2.</summary>
    public double HeldOutShare { get; init; } = 0.2;

    /// <summary>How many detectors, each from a seed of its own, are trained and averaged; at least 1. Default 1.</summary>
    public int Members { get; init; } = 1;

    /// <summary>Fixes everything random. Default 1.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>As <see cref="TrainingSettings.Device"/>. Default "auto".</summary>
    public string Device { get; init; } = "auto";
}
