using Gan.MLNet.Batching;
using Gan.MLNet.Persistence;
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
    /// <param name="inputColumnName">An image column, of any size, or a vector column of
    /// Single with as many values as such an image. Null (the default) is the column named <paramref name="outputColumnName"/>,
    /// which the translation then replaces.</param>
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

    /// <summary>What is translated: an image column (<see cref="Microsoft.ML.Data.MLImage"/>) of the height and width that the
    /// bundle's translator takes, or a vector column of Single with as many values as such an image, in the range that the bundle
    /// says. Null, the default, is the column named <see cref="OutputColumnName"/>, which the translation then
    /// replaces.</summary>
    public string? InputColumnName { get; init; }

    /// <summary>How the pictures of an image column become samples. The default is that of training: the middle of a picture,
    /// and white under transparent pixels.</summary>
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
        return InputColumns.Add(
            inputSchema,
            Prototype.OutputKind is GeneratedKind.Image
                ? MLNetInternals.ShapeColumn(
                    Prototype.OutputColumnName,
                    SchemaShape.Column.VectorKind.Scalar,
                    Prototype.Pixels!.ColumnType
                )
                : MLNetInternals.ShapeColumn(
                    Prototype.OutputColumnName,
                    SchemaShape.Column.VectorKind.Vector,
                    NumberDataViewType.Single
                )
        );
    }
}
