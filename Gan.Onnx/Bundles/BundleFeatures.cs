using System.Text.Json.Serialization;

namespace Gan.Onnx.Bundles;

/// <summary>What the discriminator's features are.</summary>
public sealed record BundleFeatures
{
    /// <summary>How many features a sample has: 1 to <see cref="BundleLimits.SampleSize"/>.</summary>
    public required int Count { get; init; }

    /// <summary>Width of the output <c>classes</c>, one logit a class; 0, the default, where the discriminator does not classify.
    /// Then it is
    /// the number of <see cref="BundleData.Labels"/>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int ClassCount { get; init; }

    /// <summary>Width of the output <c>code</c>, the discriminator's estimate of the generator's code: logits for categorical
    /// codes, means
    /// for continuous ones; 0, the default, where it has none. Then it is the width of the generator's code.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int CodeWidth { get; init; }
}
