using Gan.MLNet.Batching;
using Gan.MLNet.Persistence;
using Gan.Onnx.Bundles;
using Gan.Onnx.Inference;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Gan.MLNet;

/// <summary>Adds the encoder's latent vectors to <c>mlContext.Transforms</c>.</summary>
public static class EncoderCatalogExtensions
{
    /// <summary>Adds a vector column of Single with the latent vector that stands for each row; see
    /// <see cref="EncoderTransformer"/>.</summary>
    /// <param name="catalog">The transforms catalog.</param>
    /// <param name="bundle">A bundle with an encoder.</param>
    /// <param name="outputColumnName">The added column.</param>
    /// <param name="inputColumnName">A vector column of Single with as many values as a sample of the bundle, in the range of
    /// values of the data that the bundle was trained on; or, for bundles of pictures, an image column, of any size. Null (the
    /// default) is the column named <paramref name="outputColumnName"/>, which the latents then replace.</param>
    /// <param name="settings">Threads, rows per run and device. Null takes the defaults, with the context's
    /// <see cref="MLContext.GpuDeviceId"/> and <see cref="MLContext.FallbackToCpu"/>.</param>
    /// <exception cref="Onnx.GanException">The bundle has no encoder.</exception>
    public static EncoderEstimator ApplyGanEncoder(
        this TransformsCatalog catalog,
        GanBundle bundle,
        string outputColumnName,
        string? inputColumnName = null,
        SessionSettings? settings = null
    ) =>
        ApplyGanEncoder(
            catalog,
            bundle,
            new EncoderOptions
            {
                OutputColumnName = outputColumnName,
                InputColumnName = inputColumnName,
                Settings = settings,
            }
        );

    /// <summary>As the other overload, with all that can be said.</summary>
    /// <param name="catalog">The transforms catalog.</param>
    /// <param name="bundle">A bundle with an encoder.</param>
    /// <param name="options">The columns and how to run.</param>
    /// <exception cref="Onnx.GanException">The bundle has no encoder.</exception>
    public static EncoderEstimator ApplyGanEncoder(this TransformsCatalog catalog, GanBundle bundle, EncoderOptions options)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(options);
        return new EncoderEstimator(
            new EncoderTransformer(bundle, options, MLNetInternals.SettingsFor(catalog, options.Settings))
        );
    }
}

/// <summary>All that can be said to <c>mlContext.Transforms.ApplyGanEncoder</c>.</summary>
public sealed record EncoderOptions
{
    /// <summary>The added column. Default <c>Latent</c>.</summary>
    public string OutputColumnName { get; init; } = "Latent";

    /// <summary>What is encoded: a vector column of Single with as many values as a sample of the bundle, or, for bundles of
    /// grey, RGB or RGBA pictures, an image column, of any size. Null, the default, is the column named
    /// <see cref="OutputColumnName"/>, which the latents then replace.</summary>
    public string? InputColumnName { get; init; }

    /// <summary>How the pictures of an image column become samples. The default is that of training.</summary>
    public ImageInputOptions Images { get; init; } = new();

    /// <summary>Threads, rows per run and device. Null, the default, takes the defaults, with the context's
    /// <see cref="Microsoft.ML.MLContext.GpuDeviceId"/> and <see cref="Microsoft.ML.MLContext.FallbackToCpu"/>.</summary>
    public SessionSettings? Settings { get; init; }
}

/// <summary>Adds the latent vector that stands for each row; see <see cref="EncoderTransformer"/>. There is nothing to fit: the
/// bundle is already trained.</summary>
public sealed class EncoderEstimator : BatchEstimator<EncoderTransformer>
{
    internal EncoderEstimator(EncoderTransformer prototype)
        : base(prototype) { }

    /// <inheritdoc/>
    public override SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        InputColumns.CheckSamples(inputSchema, Prototype.InputColumnName, Prototype.Pixels);
        return InputColumns.Add(
            inputSchema,
            MLNetInternals.ShapeColumn(
                Prototype.OutputColumnName,
                SchemaShape.Column.VectorKind.Vector,
                NumberDataViewType.Single
            )
        );
    }
}
