namespace Gan.Training.Evaluation;

/// <summary>How <see cref="BundleEvaluation"/> measures.</summary>
public sealed record EvaluationSettings
{
    /// <summary>Samples to generate; at least 20. Default 5,000.</summary>
    public int Samples { get; init; } = 5_000;

    /// <summary>At most so many real rows are looked at, drawn with the seed; at least 20. Default 50,000.</summary>
    public int MaximumRows { get; init; } = 50_000;

    /// <summary>At most so many samples of each kind enter figures that compare every pair; at least 20. Default
    /// 10,000.</summary>
    public int MaximumPaired { get; init; } = 10_000;

    /// <summary>Resamples behind each interval; 0 for no intervals, else at least 20. Default 200.</summary>
    public int Resamples { get; init; } = 200;

    /// <summary>Pairs of latents that the path length is measured along; 0 to leave it out. Default 1,000.</summary>
    public int PathPairs { get; init; } = 1_000;

    /// <summary>Fixes the samples and everything drawn at random; at least 0. Default 1.</summary>
    public int Seed { get; init; } = 1;
}
