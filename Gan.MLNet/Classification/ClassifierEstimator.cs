using Gan.MLNet.Batching;
using Gan.MLNet.Persistence;
using Gan.MLNet.Scoring;
using Gan.Onnx.Bundles;
using Gan.Onnx.Inference;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Gan.MLNet;

/// <summary>Adds classification to <c>mlContext.Transforms</c>.</summary>
public static class ClassifierCatalogExtensions
{
    /// <summary>Adds each class's probability and the predicted label; see <see cref="ClassifierTransformer"/>.</summary>
    /// <param name="catalog">The transforms catalog.</param>
    /// <param name="bundle">A bundle whose discriminator classifies, such as one trained by the recipe sgan.</param>
    /// <param name="inputColumnName">A vector column of Single with as many values as a sample of the bundle, in the range of
    /// values of the data that the bundle was trained on, or an image column of any size.</param>
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

/// <summary>All that can be said to <c>mlContext.Transforms.ApplyGanClassifier</c>.</summary>
public sealed record ClassifierOptions
{
    /// <summary>What is classified: a vector column of Single with as many values as a sample of the bundle, in the range of
    /// values of the data that the bundle was trained on; or, for bundles of grey, RGB or RGBA pictures, an image column of
    /// any size. Default <c>Features</c>.</summary>
    public string InputColumnName { get; init; } = "Features";

    /// <summary>The added column with the probabilities, one slot a class. Default <c>Score</c>.</summary>
    public string ScoreColumnName { get; init; } = "Score";

    /// <summary>The added column with the predicted label, a key. Default <c>PredictedLabel</c>.</summary>
    public string PredictedLabelColumnName { get; init; } = "PredictedLabel";

    /// <summary>How the pictures of an image column become samples. The default is that of training: the middle of a picture,
    /// and white under transparent pixels.</summary>
    public ImageInputOptions Images { get; init; } = new();

    /// <summary>Threads, rows per run and device. Null, the default, takes the defaults, with the context's
    /// <see cref="Microsoft.ML.MLContext.GpuDeviceId"/> and <see cref="Microsoft.ML.MLContext.FallbackToCpu"/>.</summary>
    public SessionSettings? Settings { get; init; }
}

/// <summary>Adds probabilities and a predicted label; see <see cref="ClassifierTransformer"/>. There is nothing to fit: the
/// bundle is already trained.</summary>
public sealed class ClassifierEstimator : BatchEstimator<ClassifierTransformer>
{
    internal ClassifierEstimator(ClassifierTransformer prototype)
        : base(prototype) { }

    /// <inheritdoc/>
    public override SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        InputColumns.CheckSamples(inputSchema, Prototype.InputColumnName, Prototype.Pixels);
        return InputColumns.Add(inputSchema, Outputs(Prototype.ScoreColumnName, Prototype.PredictedLabelColumnName));
    }

    /// <summary>The shapes of the columns that a classifier adds.</summary>
    internal static SchemaShape.Column[] Outputs(string score, string predictedLabel) =>
        [
            MLNetInternals.ShapeColumn(
                score,
                SchemaShape.Column.VectorKind.Vector,
                NumberDataViewType.Single,
                false,
                ScoreAnnotations.Shapes(ClassifierTransformer.SlotNames)
            ),
            MLNetInternals.ShapeColumn(
                predictedLabel,
                SchemaShape.Column.VectorKind.Scalar,
                NumberDataViewType.UInt32,
                true,
                ScoreAnnotations.Shapes(ClassifierTransformer.KeyValues)
            ),
        ];
}
