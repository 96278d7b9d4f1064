using System.ComponentModel.DataAnnotations;
using Gan.Training.Validation;

namespace Gan.Training.Evaluation;

/// <summary>How <see cref="BundleEvaluation"/> measures.</summary>
public sealed record EvaluationSettings
{
    /// <summary>Samples to generate.</summary>
    /// <value>At least 20; default 5000.</value>
    [Range(20, int.MaxValue)]
    public int Samples { get; init; } = 5_000;

    /// <summary>At most so many real rows are looked at, drawn with the seed.</summary>
    /// <value>At least 20; default 50000.</value>
    [Range(20, int.MaxValue)]
    public int MaximumRows { get; init; } = 50_000;

    /// <summary>At most so many samples of each kind enter figures that compare every pair.</summary>
    /// <value>At least 20; default 10000.</value>
    [Range(20, int.MaxValue)]
    public int MaximumPaired { get; init; } = 10_000;

    /// <summary>Resamples behind each interval; 0 for no intervals.</summary>
    /// <value>0, or at least 20; default 200.</value>
    [ZeroOrAtLeast(20)]
    public int Resamples { get; init; } = 200;

    /// <summary>Pairs of latents that the path length is measured along; 0 to leave it out.</summary>
    /// <value>0, or at least 2; default 1000.</value>
    [ZeroOrAtLeast(2)]
    public int PathPairs { get; init; } = 1_000;

    /// <summary>Fixes the samples and everything drawn at random.</summary>
    /// <value>At least 0; default 1.</value>
    [Range(0, int.MaxValue)]
    public int Seed { get; init; } = 1;
}
