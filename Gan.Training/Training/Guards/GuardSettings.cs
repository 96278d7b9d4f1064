using System.ComponentModel.DataAnnotations;

namespace Gan.Training.Guards;

/// <summary>When a guard speaks up.</summary>
public sealed record GuardSettings
{
    /// <summary>How many reports in a row must look bad.</summary>
    /// <value>At least 1; default 10.</value>
    [Range(1, int.MaxValue)]
    public int Patience { get; init; } = 10;

    /// <summary>The share of pairs in which the real sample must score higher for the discriminator to be called the
    /// winner.</summary>
    /// <value>Above 0.5 and at most 1; default 0.999.</value>
    [Range(0.5, 1.0, MinimumIsExclusive = true)]
    public double Separation { get; init; } = 0.999;

    /// <summary>The generator's gradient norm has vanished below this share of its largest so far.</summary>
    /// <value>At least 0 and below 1; default 0.0001.</value>
    [Range(0.0, 1.0, MaximumIsExclusive = true)]
    public double GradientShare { get; init; } = 1e-4;

    /// <summary>Generated samples have collapsed where they are less than this share as far from each other as real
    /// ones.</summary>
    /// <value>At least 0 and below 1; default 0.05.</value>
    [Range(0.0, 1.0, MaximumIsExclusive = true)]
    public double Diversity { get; init; } = 0.05;

    /// <summary>How often a run may go back to an earlier checkpoint.</summary>
    /// <value>At least 0; default 3.</value>
    [Range(0, int.MaxValue)]
    public int MaximumRollbacks { get; init; } = 3;
}
