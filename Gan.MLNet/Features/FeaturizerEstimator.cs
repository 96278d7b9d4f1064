using Gan.MLNet.Batching;
using Gan.MLNet.Persistence;
using Gan.Onnx.Bundles;
using Gan.Onnx.Inference;
using Microsoft.ML;

namespace Gan.MLNet;

/// <summary>Adds the discriminator's features to <c>mlContext.Transforms</c>.</summary>
public static class FeaturizerCatalogExtensions
{
    /// <summary>Adds a vector column of Single with the discriminator's features; see
    /// <see cref="FeaturizerTransformer"/>.</summary>
    /// <param name="catalog">The transforms catalog.</param>
    /// <param name="bundle">A bundle with a discriminator.</param>
    /// <param name="outputColumnName">The added column.</param>
    /// <param name="inputColumnName">A vector column of Single with as many values as a sample of the bundle, in the range of
    /// values of the data that the bundle was trained on; its dimensions do not matter. Null (the default) is the column named
    /// <paramref name="outputColumnName"/>, which the features then replace.</param>
    /// <param name="settings">Threads, rows per run and device. Null takes the defaults, with the context's
    /// <see cref="MLContext.GpuDeviceId"/> and <see cref="MLContext.FallbackToCpu"/>.</param>
    /// <exception cref="Onnx.GanException">The bundle has no discriminator.</exception>
    public static FeaturizerEstimator ApplyGanFeaturizer(
        this TransformsCatalog catalog,
        GanBundle bundle,
        string outputColumnName,
        string? inputColumnName = null,
        SessionSettings? settings = null
    ) =>
        ApplyGanFeaturizer(
            catalog,
            bundle,
            new FeaturizerOptions
            {
                OutputColumnName = outputColumnName,
                InputColumnName = inputColumnName,
                Settings = settings,
            }
        );

    /// <summary>As the other overload, with all that can be said.</summary>
    /// <param name="catalog">The transforms catalog.</param>
    /// <param name="bundle">A bundle with a discriminator.</param>
    /// <param name="options">The columns, the layer and how to run.</param>
    /// <exception cref="Onnx.GanException">The bundle has no discriminator.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The discriminator has no hidden layer of that depth.</exception>
    public static FeaturizerEstimator ApplyGanFeaturizer(
        this TransformsCatalog catalog,
        GanBundle bundle,
        FeaturizerOptions options
    )
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(options);
        return new FeaturizerEstimator(
            new FeaturizerTransformer(bundle, options, MLNetInternals.SettingsFor(catalog, options.Settings))
        );
    }
}

/// <summary>All that can be said to <c>mlContext.Transforms.ApplyGanFeaturizer</c>.</summary>
public sealed record FeaturizerOptions
{
    /// <summary>The added column. Default <c>Features</c>.</summary>
    public string OutputColumnName { get; init; } = "Features";

    /// <summary>What the features are computed from: a vector column of Single with as many values as a sample of the bundle, in
    /// the range of values of the data that the bundle was trained on, its dimensions do not matter; or, for bundles of grey, RGB
    /// or RGBA pictures, an image column, of any size. Null, the default, is the column named
    /// <see cref="OutputColumnName"/>, which the features then replace.</summary>
    public string? InputColumnName { get; init; }

    /// <summary>Which hidden layer the features are, counted from the input: 1 is the first of <see cref="HiddenLayers.Of"/> the
    /// bundle. Shallow layers know strokes and edges, deep ones whole shapes. Null, the default, is what the bundle calls its
    /// features: what lies before the last layer.</summary>
    public int? Depth { get; init; }

    /// <summary>How the pictures of an image column become samples. The default is that of training: the middle of a picture,
    /// and white under transparent pixels.</summary>
    public ImageInputOptions Images { get; init; } = new();

    /// <summary>Threads, rows per run and device. Null, the default, takes the defaults, with the context's
    /// <see cref="Microsoft.ML.MLContext.GpuDeviceId"/> and <see cref="Microsoft.ML.MLContext.FallbackToCpu"/>.</summary>
    public SessionSettings? Settings { get; init; }
}

/// <summary>Adds the discriminator's features of each row; see <see cref="FeaturizerTransformer"/>. There is nothing to fit: the
/// bundle is already trained.</summary>
public sealed class FeaturizerEstimator : BatchEstimator<FeaturizerTransformer>
{
    internal FeaturizerEstimator(FeaturizerTransformer prototype)
        : base(prototype) { }

    /// <inheritdoc/>
    public override SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        InputColumns.CheckSamples(inputSchema, Prototype.InputColumnName, Prototype.Pixels);
        return InputColumns.Add(inputSchema, VectorOutput.NamedShape(Prototype.OutputColumnName));
    }
}
