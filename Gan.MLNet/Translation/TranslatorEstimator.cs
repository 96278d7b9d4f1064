using Gan.MLNet.Batching;
using Gan.MLNet.Persistence;
using Gan.MLNet.Scoring;
using Gan.Onnx.Bundles;
using Gan.Onnx.Inference;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Gan.MLNet;

/// <summary>Adds image-to-image translation to <c>mlContext.Transforms</c>.</summary>
public static class TranslatorCatalogExtensions
{
    /// <summary>Adds an image column with each row's translated image; see <see cref="TranslatorTransformer"/>.</summary>
    /// <param name="catalog">The transforms catalog.</param>
    /// <param name="bundle">A bundle with a translator.</param>
    /// <param name="outputColumnName">The added column.</param>
    /// <param name="inputColumnName">An image column, of any size, or a vector column of Single with as many values as such an
    /// image. Null (the default) is the column named <paramref name="outputColumnName"/>, which the translation then
    /// replaces.</param>
    /// <param name="settings">Threads, rows per run and device. Null takes the defaults, with the context's device.</param>
    /// <exception cref="Onnx.GanException">The bundle has no translator, or one whose images no image column holds.</exception>
    public static TranslatorEstimator ApplyGanTranslator(
        this TransformsCatalog catalog,
        GanBundle bundle,
        string outputColumnName,
        string? inputColumnName = null,
        SessionSettings? settings = null
    ) =>
        ApplyGanTranslator(
            catalog,
            bundle,
            new TranslatorOptions
            {
                OutputColumnName = outputColumnName,
                InputColumnName = inputColumnName,
                Settings = settings,
            }
        );

    /// <summary>As the other overload, with all that can be said.</summary>
    /// <param name="catalog">The transforms catalog.</param>
    /// <param name="bundle">A bundle with a translator.</param>
    /// <param name="options">The columns, what the added one holds, and how to run.</param>
    /// <exception cref="Onnx.GanException">The bundle has no translator, or one whose images no image column holds.</exception>
    public static TranslatorEstimator ApplyGanTranslator(
        this TransformsCatalog catalog,
        GanBundle bundle,
        TranslatorOptions options
    )
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(options);
        return new TranslatorEstimator(
            new TranslatorTransformer(bundle, options, MLNetInternals.SettingsFor(catalog, options.Settings))
        );
    }
}

/// <summary>All that can be said to <c>mlContext.Transforms.ApplyGanTranslator</c>.</summary>
public sealed record TranslatorOptions
{
    /// <summary>The added column. Default <c>Translated</c>.</summary>
    public string OutputColumnName { get; init; } = "Translated";

    /// <summary>What it holds. Default <see cref="GeneratedKind.Image"/>.</summary>
    public GeneratedKind OutputKind { get; init; } = GeneratedKind.Image;

    /// <summary>What is translated: an image column (<see cref="Microsoft.ML.Data.MLImage"/>) of pictures of any size, or a
    /// vector column of Single with as many values as an image of the size that the translator was trained at, in the range that
    /// the bundle says. Null, the default, is the column named <see cref="OutputColumnName"/>, which the translation then
    /// replaces.</summary>
    public string? InputColumnName { get; init; }

    /// <summary>An image column that says what to fill in: white for that, black for what stays; each mask is of the size of its
    /// image. Null, the default, for bundles whose translator takes no mask; the others need it.</summary>
    public string? MaskColumnName { get; init; }

    /// <summary>The added column of class numbers, for bundles whose translator tells pixels' classes: a vector of Single, height
    /// x width of the image that was translated (the picture's own where the bundle takes images of any size); the annotation
    /// <c>TrainingLabelValues</c> names the classes by number. Null, the default, adds none.</summary>
    public string? ClassesColumnName { get; init; }

    /// <summary>How the pictures of an image column become samples. The default is that of training: the middle of a picture, and
    /// white under transparent pixels.</summary>
    public ImageInputOptions Images { get; init; } = new();

    /// <summary>Threads, rows per run and device. Null, the default, takes the defaults, with the context's
    /// <see cref="Microsoft.ML.MLContext.GpuDeviceId"/> and <see cref="Microsoft.ML.MLContext.FallbackToCpu"/>.</summary>
    public SessionSettings? Settings { get; init; }
}

/// <summary>Adds translated images; see <see cref="TranslatorTransformer"/>. There is nothing to fit: the bundle is already
/// trained.</summary>
public sealed class TranslatorEstimator : BatchEstimator<TranslatorTransformer>
{
    internal TranslatorEstimator(TranslatorTransformer prototype)
        : base(prototype) { }

    /// <inheritdoc/>
    public override SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        InputColumns.CheckSamples(inputSchema, Prototype.InputColumnName, Prototype.Source);
        if (Prototype.MaskColumnName is { } mask)
            InputColumns.CheckImages(inputSchema, mask);
        bool keepsSizes = Prototype.KeepsSizes(InputColumns.Find(inputSchema, Prototype.InputColumnName).ItemType);
        SchemaShape.Column translated = Added(Prototype.OutputColumnName, Prototype.OutputType(keepsSizes));
        return Prototype.ClassesColumnName is { } classes
            ? InputColumns.Add(
                inputSchema,
                translated,
                MLNetInternals.ShapeColumn(
                    classes,
                    keepsSizes ? SchemaShape.Column.VectorKind.VariableVector : SchemaShape.Column.VectorKind.Vector,
                    NumberDataViewType.Single,
                    annotations: ScoreAnnotations.NamesShape(TranslatorTransformer.ClassNames)
                )
            )
            : InputColumns.Add(inputSchema, translated);
    }

    private static SchemaShape.Column Added(string name, DataViewType type) =>
        type is VectorDataViewType vector
            ? MLNetInternals.ShapeColumn(
                name,
                vector.IsKnownSize ? SchemaShape.Column.VectorKind.Vector : SchemaShape.Column.VectorKind.VariableVector,
                vector.ItemType
            )
            : MLNetInternals.ShapeColumn(name, SchemaShape.Column.VectorKind.Scalar, type);
}
