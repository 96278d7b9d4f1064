using Gan.Onnx.Inference;

namespace Gan.MLNet;

/// <summary>All that can be said to <see cref="FeaturizerCatalogExtensions.ApplyGanFeaturizer(Microsoft.ML.TransformsCatalog,
/// Onnx.Bundles.GanBundle, FeaturizerOptions)"/>.</summary>
public sealed record FeaturizerOptions
{
    /// <summary>The added column. Default <c>Features</c>.</summary>
    public string OutputColumnName { get; init; } = "Features";

    /// <summary>What the features are computed from: a vector column of Single with as many values as a sample of the bundle, in
    /// the range
    /// of values of the data that the bundle was trained on, its dimensions do not matter; or, for bundles of grey, RGB or RGBA
    /// pictures, an
    /// image column of the bundle's height and width. Null, the default, is the column named <see cref="OutputColumnName"/>,
    /// which the
    /// features then replace.</summary>
    public string? InputColumnName { get; init; }

    /// <summary>Which hidden layer the features are, counted from the input: 1 is the first of <see cref="HiddenLayers.Of"/> the
    /// bundle.
    /// Shallow layers know strokes and edges, deep ones whole shapes. Null, the default, is what the bundle calls its features:
    /// what lies
    /// before the last layer.</summary>
    public int? Depth { get; init; }

    /// <summary>Threads, rows per run and device. Null, the default, takes the defaults, with the context's
    /// <see cref="Microsoft.ML.MLContext.GpuDeviceId"/> and <see cref="Microsoft.ML.MLContext.FallbackToCpu"/>.</summary>
    public SessionSettings? Settings { get; init; }
}
