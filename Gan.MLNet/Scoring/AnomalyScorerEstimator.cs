using Gan.MLNet.Batching;
using Gan.MLNet.Persistence;
using Gan.MLNet.Scoring;
using Gan.Onnx.Bundles;
using Gan.Onnx.Inference;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Gan.MLNet;

/// <summary>Adds anomaly scoring to <c>mlContext.Transforms</c>.</summary>
public static class AnomalyScorerCatalogExtensions
{
    /// <summary>Adds a score (Single; higher is more abnormal), a predicted label (Boolean) and, where the bundle is calibrated,
    /// a probability (Single); see <see cref="AnomalyScorerTransformer"/>.</summary>
    /// <remarks>A bundle whose discriminator is no detector's, and only tells generated samples, is warned of in the context's
    /// log.</remarks>
    /// <param name="catalog">The transforms catalog.</param>
    /// <param name="bundle">A bundle with a discriminator.</param>
    /// <param name="inputColumnName">A vector column of Single with as many values as a sample of the bundle, in the range of
    /// values of the data that the bundle was trained on (its dimensions do not matter), or an image column; images are brought
    /// to the bundle's size.</param>
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
        var scorer = new AnomalyScorerTransformer(bundle, options, MLNetInternals.SettingsFor(catalog, options.Settings));
        if (MLNetInternals.EnvironmentOf(catalog) is { } environment && DetectorRecipes.Note(bundle.Manifest) is { } note)
            MLNetInternals.Warn(environment, note);
        return new AnomalyScorerEstimator(scorer);
    }
}

/// <summary>All that can be said to <c>mlContext.Transforms.ApplyGanAnomalyScorer</c>.</summary>
public sealed record AnomalyScorerOptions
{
    /// <summary>What is scored: a vector column of Single with as many values as a sample of the bundle, in the range of values
    /// of the data that the bundle was trained on, its dimensions do not matter; or, for bundles of grey, RGB or RGBA pictures,
    /// an image column (<see cref="Microsoft.ML.Data.MLImage"/>) of any size. Default <c>Features</c>.</summary>
    public string InputColumnName { get; init; } = "Features";

    /// <summary>The added column with the score (Single; higher is more abnormal). Default <c>Score</c>.</summary>
    public string ScoreColumnName { get; init; } = "Score";

    /// <summary>The added column with the predicted label (Boolean). Default <c>PredictedLabel</c>.</summary>
    public string PredictedLabelColumnName { get; init; } = "PredictedLabel";

    /// <summary>The added column with the score as a probability (Single), as <see cref="Onnx.Bundles.ScoreCalibration"/> says. A
    /// bundle without calibration gives no such column. Default <c>Probability</c>.</summary>
    public string ProbabilityColumnName { get; init; } = "Probability";

    /// <summary>A row is called abnormal when its score is above this; infinities are allowed. Null, the default, takes the
    /// bundle's own threshold.</summary>
    public float? Threshold { get; init; }

    /// <summary>How the pictures of an image column become samples. The default is that of training: the middle of a picture, and
    /// white under transparent pixels.</summary>
    public ImageInputOptions Images { get; init; } = new();

    /// <summary>Threads, rows per run and device. Null, the default, takes the defaults, with the context's
    /// <see cref="Microsoft.ML.MLContext.GpuDeviceId"/> and <see cref="Microsoft.ML.MLContext.FallbackToCpu"/>.</summary>
    public SessionSettings? Settings { get; init; }
}

/// <summary>Adds an anomaly score and a predicted label; see <see cref="AnomalyScorerTransformer"/>. There is nothing to fit: the
/// bundle is already trained.</summary>
public sealed class AnomalyScorerEstimator : BatchEstimator<AnomalyScorerTransformer>
{
    internal AnomalyScorerEstimator(AnomalyScorerTransformer prototype)
        : base(prototype) { }

    /// <inheritdoc/>
    public override SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        InputColumns.CheckSamples(inputSchema, Prototype.InputColumnName, Prototype.Pixels);
        return InputColumns.Add(
            inputSchema,
            Outputs(Prototype.ScoreColumnName, Prototype.PredictedLabelColumnName, Prototype.ProbabilityColumnName)
        );
    }

    /// <summary>The shapes of the columns that a scorer adds.</summary>
    internal static SchemaShape.Column[] Outputs(string score, string predictedLabel, string? probability)
    {
        SchemaShape.Column[] annotations = ScoreAnnotations.Shapes();
        SchemaShape.Column Added(string name, DataViewType type) =>
            MLNetInternals.ShapeColumn(name, SchemaShape.Column.VectorKind.Scalar, type, isKey: false, annotations);
        return
        [
            Added(score, NumberDataViewType.Single),
            Added(predictedLabel, BooleanDataViewType.Instance),
            .. probability is null ? [] : (SchemaShape.Column[])[Added(probability, NumberDataViewType.Single)],
        ];
    }
}
