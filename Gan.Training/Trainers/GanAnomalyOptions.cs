using Gan.Training.Detection;

namespace Gan.Training.Trainers;

/// <summary>Everything that a <see cref="GanAnomalyTrainer"/> can be told.</summary>
public sealed record GanAnomalyOptions
{
    /// <summary>A vector column of Single of known size; NaN where a value is missing. Default "Features".</summary>
    public string FeatureColumnName { get; init; } = "Features";

    /// <summary>How to fit: method, contamination, steps, members. Its seed and device are the context's.</summary>
    public DetectorOptions Detector { get; init; } = new();

    /// <summary>Stops <c>Fit</c> between two steps.</summary>
    public CancellationToken Cancellation { get; init; }
}
