using Gan.MLNet.Persistence;
using Gan.Onnx.Bundles;
using Gan.Onnx.Inference;
using Microsoft.ML;

namespace Gan.MLNet;

/// <summary>Adds anomaly scoring to <c>mlContext.Transforms</c>.</summary>
public static class AnomalyScorerCatalogExtensions
{
    /// <summary>
    /// Adds a score (Single; higher is more abnormal), a predicted label (Boolean) and, where the bundle is calibrated, a
    /// probability
    /// (Single); see <see cref="AnomalyScorerTransformer"/>.
    /// </summary>
    /// <param name="catalog">The transforms catalog.</param>
    /// <param name="bundle">A bundle with a discriminator.</param>
    /// <param name="inputColumnName">A vector column of Single with as many values as a sample of the bundle, in the range of
    /// values of the data that the bundle was trained on (its dimensions do not matter), or an image column of the bundle's
    /// size.</param>
    /// <param name="scoreColumnName">The added column with the score.</param>
    /// <param name="predictedLabelColumnName">The added column with the predicted label.</param>
    /// <param name="threshold">A row is called abnormal when its score is above this. Null (the default) takes the bundle's own
    /// threshold.</param>
    /// <param name="settings">Threads, rows per run and device. Null takes the defaults, with the context's
    /// <see cref="MLContext.GpuDeviceId"/> and <see cref="MLContext.FallbackToCpu"/>.</param>
    /// <exception cref="Onnx.GanException">The bundle has no discriminator.</exception>
    public static AnomalyScorerEstimator ApplyGanAnomalyScorer(
        this TransformsCatalog catalog,
        GanBundle bundle,
        string inputColumnName = "Features",
        string scoreColumnName = "Score",
        string predictedLabelColumnName = "PredictedLabel",
        float? threshold = null,
        SessionSettings? settings = null
    ) =>
        ApplyGanAnomalyScorer(
            catalog,
            bundle,
            new AnomalyScorerOptions
            {
                InputColumnName = inputColumnName,
                ScoreColumnName = scoreColumnName,
                PredictedLabelColumnName = predictedLabelColumnName,
                Threshold = threshold,
                Settings = settings,
            }
        );

    /// <summary>As the other overload, with all that can be said.</summary>
    /// <param name="catalog">The transforms catalog.</param>
    /// <param name="bundle">A bundle with a discriminator.</param>
    /// <param name="options">The columns, the threshold and how to run.</param>
    /// <exception cref="Onnx.GanException">The bundle has no discriminator.</exception>
    public static AnomalyScorerEstimator ApplyGanAnomalyScorer(
        this TransformsCatalog catalog,
        GanBundle bundle,
        AnomalyScorerOptions options
    )
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(options);
        return new AnomalyScorerEstimator(
            new AnomalyScorerTransformer(bundle, options, MLNetInternals.SettingsFor(catalog, options.Settings))
        );
    }
}
