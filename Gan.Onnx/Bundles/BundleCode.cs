using System.Text.Json.Serialization;

namespace Gan.Onnx.Bundles;

/// <summary>How a code vector is made up: one-hot blocks for the categorical codes, first to last, then the continuous codes in
/// [-1, 1].</summary>
public sealed record BundleCode
{
    /// <summary>The number of categories of each categorical code, each at least 2; may be empty.</summary>
    public required IReadOnlyList<int> Categorical { get; init; }

    /// <summary>The number of continuous codes; at least 0, and at least 1 where there are no categorical ones.</summary>
    public required int Continuous { get; init; }

    /// <summary>Width of the code vector.</summary>
    [JsonIgnore]
    public int Width => Categorical.Sum() + Continuous;
}
