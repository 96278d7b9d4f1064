using Gan.Onnx.Inference;

namespace Gan.MLNet;

/// <summary>All that can be said to <see cref="ClassifierCatalogExtensions.ApplyGanClassifier(Microsoft.ML.TransformsCatalog,
/// Onnx.Bundles.GanBundle, ClassifierOptions)"/>.</summary>
public sealed record ClassifierOptions
{
    /// <summary>What is classified: a vector column of Single with as many values as a sample of the bundle, in the range of
    /// values of the
    /// data that the bundle was trained on; or, for bundles of grey, RGB or RGBA pictures, an image column of the bundle's height
    /// and width.
    /// Default <c>Features</c>.</summary>
    public string InputColumnName { get; init; } = "Features";

    /// <summary>The added column with the probabilities, one slot a class. Default <c>Score</c>.</summary>
    public string ScoreColumnName { get; init; } = "Score";

    /// <summary>The added column with the predicted label, a key. Default <c>PredictedLabel</c>.</summary>
    public string PredictedLabelColumnName { get; init; } = "PredictedLabel";

    /// <summary>Threads, rows per run and device. Null, the default, takes the defaults, with the context's
    /// <see cref="Microsoft.ML.MLContext.GpuDeviceId"/> and <see cref="Microsoft.ML.MLContext.FallbackToCpu"/>.</summary>
    public SessionSettings? Settings { get; init; }
}
