using System.Text.Json.Serialization;

namespace Gan.Onnx.Bundles;

/// <summary>How to read the discriminator's score.</summary>
public sealed record BundleScore
{
    /// <summary>The only accepted value of <see cref="Direction"/>.</summary>
    public const string HigherIsAbnormal = "higher-is-abnormal";

    /// <summary>Always <see cref="HigherIsAbnormal"/>: the graph already turns its score so.</summary>
    [JsonRequired]
    public string Direction { get; init; } = HigherIsAbnormal;

    /// <summary>A sample is called abnormal when its score is above this; finite.</summary>
    public required double Threshold { get; init; }

    /// <summary>The share of normal samples that the threshold calls abnormal: at least 0 and less than 1.</summary>
    public required double Contamination { get; init; }

    /// <summary>The number of classes whose numbers the discriminator also takes, as input <c>label</c>; 0, the default, for
    /// none. Then it
    /// is the number of <see cref="BundleData.Labels"/>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int LabelCount { get; init; }

    /// <summary>How scores become probabilities; null where the bundle does not say, as those of formats 1 and 2.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public ScoreCalibration? Calibration { get; init; }
}
