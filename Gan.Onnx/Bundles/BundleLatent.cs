using System.Text.Json.Serialization;

namespace Gan.Onnx.Bundles;

/// <summary>What the generator takes.</summary>
public sealed record BundleLatent
{
    /// <summary>How many values a latent vector has: 1 to <see cref="BundleLimits.LatentSize"/>.</summary>
    public required int Size { get; init; }

    /// <summary>What its values are drawn from.</summary>
    public required LatentDistribution Distribution { get; init; }

    /// <summary>The number of classes whose numbers the generator also takes, as input <c>label</c>; 0, the default, for none.
    /// Then it is
    /// the number of <see cref="BundleData.Labels"/>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int LabelCount { get; init; }

    /// <summary>The codes that the generator also takes, as input <c>code</c>; null for none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public BundleCode? Code { get; init; }
}
