using System.ComponentModel.DataAnnotations;
using Gan.Training.Methods;

namespace Gan.Training.Detection;

/// <summary>How <see cref="AnomalyDetector"/> fits.</summary>
public sealed record DetectorOptions
{
    /// <summary>The method: a detector's recipe, or any other that needs no labels, which scores by its discriminator alone.
    /// Default <see cref="OneClassGanRecipe"/>.</summary>
    public Recipe Recipe { get; init; } = new OneClassGanRecipe();

    /// <summary>The share of the rows held out from training that the threshold calls abnormal.</summary>
    /// <value>Above 0 and at most 0.5; default 0.05.</value>
    [Range(0.0, 0.5, MinimumIsExclusive = true)]
    public double Contamination { get; init; } = 0.05;

    /// <summary>Generator updates at most.</summary>
    /// <value>At least 1; default 1000.</value>
    [Range(1, long.MaxValue)]
    public long Steps { get; init; } = 1000;

    /// <summary>Generator updates between two looks at the held-out criterion.</summary>
    /// <value>At least 1; default 100.</value>
    [Range(1, long.MaxValue)]
    public long CheckEvery { get; init; } = 100;

    /// <summary>Whether the step with the best criterion is used; if not, the last.</summary>
    /// <value>True or false; default true.</value>
    public bool PicksStep { get; init; } = true;

    /// <summary>The share of the rows that are not trained on: the stopping point, the threshold and the score's unit come from
    /// them. At least 10 rows and at most 2,000 are held out.</summary>
    /// <value>Above 0 and at most 0.5; default 0.2.</value>
    [Range(0.0, 0.5, MinimumIsExclusive = true)]
    public double HeldOutShare { get; init; } = 0.2;

    /// <summary>How many detectors, each from a seed of its own, are trained and averaged.</summary>
    /// <value>At least 1; default 1.</value>
    [Range(1, int.MaxValue)]
    public int Members { get; init; } = 1;

    /// <summary>Fixes everything random.</summary>
    /// <value>Default 1.</value>
    public int Seed { get; init; } = 1;

    /// <summary>As <see cref="TrainingSettings.Device"/>.</summary>
    /// <value>Default auto.</value>
    public string Device { get; init; } = "auto";
}
