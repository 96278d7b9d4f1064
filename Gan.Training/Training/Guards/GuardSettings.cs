namespace Gan.Training.Guards;

/// <summary>When a guard speaks up.</summary>
public sealed record GuardSettings
{
    /// <summary>How many reports in a row must look bad. At least 1; default 10.</summary>
    public int Patience { get; init; } = 10;

    /// <summary>The share of pairs in which the real sample must score higher for the discriminator to be called the winner, in
    /// (0.5, 1].
    /// Default 0.999.</summary>
    public double Separation { get; init; } = 0.999;

    /// <summary>The generator's gradient norm has vanished below this share of its largest so far, in [0, 1). Default
    /// 0.0001.</summary>
    public double GradientShare { get; init; } = 1e-4;

    /// <summary>Generated samples have collapsed where they are less than this share as far from each other as real ones, in [0,
    /// 1).
    /// Default 0.05.</summary>
    public double Diversity { get; init; } = 0.05;

    /// <summary>How often a run may go back to an earlier checkpoint. At least 0; default 3.</summary>
    public int MaximumRollbacks { get; init; } = 3;
}
