using Gan.Onnx.Inference;

namespace Gan.MLNet;

/// <summary>All that can be said to
/// <see cref="AnomalyScorerCatalogExtensions.ApplyGanAnomalyScorer(Microsoft.ML.TransformsCatalog,
/// Onnx.Bundles.GanBundle, AnomalyScorerOptions)"/>.</summary>
public sealed record AnomalyScorerOptions
{
    /// <summary>What is scored: a vector column of Single with as many values as a sample of the bundle, in the range of values
    /// of the data
    /// that the bundle was trained on, its dimensions do not matter; or, for bundles of grey, RGB or RGBA pictures, an image
    /// column
    /// (<see cref="Microsoft.ML.Data.MLImage"/>) of the bundle's height and width. Default <c>Features</c>.</summary>
    public string InputColumnName { get; init; } = "Features";

    /// <summary>The added column with the score (Single; higher is more abnormal). Default <c>Score</c>.</summary>
    public string ScoreColumnName { get; init; } = "Score";

    /// <summary>The added column with the predicted label (Boolean). Default <c>PredictedLabel</c>.</summary>
    public string PredictedLabelColumnName { get; init; } = "PredictedLabel";

    /// <summary>The added column with the score as a probability (Single), as <see cref="Onnx.Bundles.ScoreCalibration"/> says. A
    /// bundle
    /// without calibration gives no such column. Default <c>Probability</c>.</summary>
    public string ProbabilityColumnName { get; init; } = "Probability";

    /// <summary>A row is called abnormal when its score is above this; infinities are allowed. Null, the default, takes the
    /// bundle's own
    /// threshold.</summary>
    public float? Threshold { get; init; }

    /// <summary>Threads, rows per run and device. Null, the default, takes the defaults, with the context's
    /// <see cref="Microsoft.ML.MLContext.GpuDeviceId"/> and <see cref="Microsoft.ML.MLContext.FallbackToCpu"/>.</summary>
    public SessionSettings? Settings { get; init; }
}
