using Gan.MLNet.Persistence;
using Gan.Onnx.Bundles;
using Gan.Onnx.Inference;
using Microsoft.ML;

namespace Gan.MLNet;

/// <summary>Adds classification to <c>mlContext.Transforms</c>.</summary>
public static class ClassifierCatalogExtensions
{
    /// <summary>Adds each class's probability and the predicted label; see <see cref="ClassifierTransformer"/>.</summary>
    /// <param name="catalog">The transforms catalog.</param>
    /// <param name="bundle">A bundle whose discriminator classifies, such as one trained by the recipe sgan.</param>
    /// <param name="inputColumnName">A vector column of Single with as many values as a sample of the bundle, in the range of
    /// values of the
    /// data that the bundle was trained on, or an image column of the bundle's size.</param>
    /// <param name="scoreColumnName">The added column with the probabilities.</param>
    /// <param name="predictedLabelColumnName">The added column with the predicted label.</param>
    /// <param name="settings">Threads, rows per run and device. Null takes the defaults, with the context's device.</param>
    /// <exception cref="Onnx.GanException">The bundle has no discriminator, or none that classifies.</exception>
    public static ClassifierEstimator ApplyGanClassifier(
        this TransformsCatalog catalog,
        GanBundle bundle,
        string inputColumnName = "Features",
        string scoreColumnName = "Score",
        string predictedLabelColumnName = "PredictedLabel",
        SessionSettings? settings = null
    ) =>
        ApplyGanClassifier(
            catalog,
            bundle,
            new ClassifierOptions
            {
                InputColumnName = inputColumnName,
                ScoreColumnName = scoreColumnName,
                PredictedLabelColumnName = predictedLabelColumnName,
                Settings = settings,
            }
        );

    /// <summary>As the other overload, with all that can be said.</summary>
    /// <param name="catalog">The transforms catalog.</param>
    /// <param name="bundle">A bundle whose discriminator classifies.</param>
    /// <param name="options">The columns and how to run.</param>
    /// <exception cref="Onnx.GanException">The bundle has no discriminator, or none that classifies.</exception>
    public static ClassifierEstimator ApplyGanClassifier(
        this TransformsCatalog catalog,
        GanBundle bundle,
        ClassifierOptions options
    )
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(options);
        return new ClassifierEstimator(
            new ClassifierTransformer(bundle, options, MLNetInternals.SettingsFor(catalog, options.Settings))
        );
    }
}
