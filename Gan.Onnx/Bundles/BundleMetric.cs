namespace Gan.Onnx.Bundles;

/// <summary>A figure measured on the bundle's models when they were made.</summary>
public sealed record BundleMetric
{
    /// <summary>What was measured, such as <c>auc</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The figure; finite.</summary>
    public required double Value { get; init; }

    /// <summary>How it was measured, in words: on which data, against what.</summary>
    public required string Protocol { get; init; }
}
