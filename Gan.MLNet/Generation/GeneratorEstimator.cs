using Gan.MLNet.Batching;
using Gan.MLNet.Persistence;
using Gan.Onnx.Bundles;
using Gan.Onnx.Inference;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Gan.MLNet;

/// <summary>Adds generation to <c>mlContext.Transforms</c>.</summary>
public static class GeneratorCatalogExtensions
{
    /// <summary>Adds a vector column of Single with one generated sample per row; see
    /// <see cref="GeneratorTransformer"/>.</summary>
    /// <param name="catalog">The transforms catalog.</param>
    /// <param name="bundle">A bundle with a generator.</param>
    /// <param name="outputColumnName">The added column.</param>
    /// <param name="seedColumnName">A column with each row's seed: UInt64, Int64, UInt32 or Int32. Null (the default) takes the
    /// row's position, from 0.</param>
    /// <param name="seed">The seed of the whole sequence where positions decide: another seed, other samples. Not used with a
    /// seed column.</param>
    /// <param name="settings">Threads, rows per run and device. Null takes the defaults, with the context's
    /// <see cref="MLContext.GpuDeviceId"/> and <see cref="MLContext.FallbackToCpu"/>.</param>
    /// <param name="textColumnName">For bundles that make pictures of words: a column of text that says what each row's sample is
    /// to show. Null (the default) takes the bundle's examples in turn.</param>
    /// <exception cref="Onnx.GanException">The bundle has no generator, or it takes no texts and there is a column of
    /// them.</exception>
    public static GeneratorEstimator ApplyGanGenerator(
        this TransformsCatalog catalog,
        GanBundle bundle,
        string outputColumnName = "Generated",
        string? seedColumnName = null,
        ulong seed = 0,
        SessionSettings? settings = null,
        string? textColumnName = null
    ) =>
        ApplyGanGenerator(
            catalog,
            bundle,
            new GeneratorOptions
            {
                OutputColumnName = outputColumnName,
                SeedColumnName = seedColumnName,
                Seed = seed,
                Settings = settings,
                TextColumnName = textColumnName,
            }
        );

    /// <summary>Adds a column with one generated sample per row, a vector or an image, from seeds, classes, codes, texts and
    /// truncations as the options say; see <see cref="GeneratorTransformer"/>.</summary>
    /// <param name="catalog">The transforms catalog.</param>
    /// <param name="bundle">A bundle with a generator.</param>
    /// <param name="options">The columns, and how to sample.</param>
    /// <exception cref="Onnx.GanException">The bundle has no generator, or none that takes or makes what the options
    /// say.</exception>
    public static GeneratorEstimator ApplyGanGenerator(this TransformsCatalog catalog, GanBundle bundle, GeneratorOptions options)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(options);
        return new GeneratorEstimator(
            new GeneratorTransformer(bundle, options, MLNetInternals.SettingsFor(catalog, options.Settings))
        );
    }
}

/// <summary>All that can be said to <c>mlContext.Transforms.ApplyGanGenerator</c>.</summary>
public sealed record GeneratorOptions
{
    /// <summary>The added column. Default <c>Generated</c>.</summary>
    public string OutputColumnName { get; init; } = "Generated";

    /// <summary>What it holds. Default <see cref="GeneratedKind.Vector"/>.</summary>
    public GeneratedKind OutputKind { get; init; }

    /// <summary>A column with each row's seed: UInt64, Int64, UInt32 or Int32. Null, the default, takes the row's position, from
    /// 0.</summary>
    public string? SeedColumnName { get; init; }

    /// <summary>A column with each row's class, by the names in the bundle: text, a key with key values, a number or Boolean.
    /// Only for class-conditional bundles; null, the default, deals out the classes in turn.</summary>
    public string? LabelColumnName { get; init; }

    /// <summary>A vector column of Single with each row's code, laid out as <see cref="Onnx.Bundles.BundleCode"/> says. Only for
    /// bundles with codes; null, the default, draws codes from the seed.</summary>
    public string? CodeColumnName { get; init; }

    /// <summary>A column of text that says what each row's sample is to show; a missing or empty text says nothing, and the
    /// generator does as it likes. Only for bundles that make pictures of words; null, the default, takes the bundle's examples
    /// in turn.</summary>
    public string? TextColumnName { get; init; }

    /// <summary>A vector column of Single with each row's latent vector, which the sample is then made from: what
    /// <see cref="EncoderCatalogExtensions.ApplyGanEncoder(TransformsCatalog, GanBundle, string, string?, SessionSettings?)"/>
    /// and <see cref="DirectionsCatalogExtensions.ApplyGanDirections"/> give. Not together with a truncation; a seed then decides
    /// codes alone. Null, the default, draws latents from the seed.</summary>
    public string? LatentColumnName { get; init; }

    /// <summary>A column of Single with each row's truncation, in place of <see cref="Truncation"/>. Default null.</summary>
    public string? TruncationColumnName { get; init; }

    /// <summary>The seed of the whole sequence where positions decide: another seed, other samples. Not used with a seed column.
    /// Default 0.</summary>
    public ulong Seed { get; init; }

    /// <summary>Latent values stay within this of 0: the smaller, the more typical and the less varied the samples. At least
    /// <see cref="LatentSampler.SmallestTruncation"/>; default infinity, which truncates nothing.</summary>
    public float Truncation { get; init; } = float.PositiveInfinity;

    /// <summary>Threads, rows per run and device. Null, the default, takes the defaults, with the context's
    /// <see cref="Microsoft.ML.MLContext.GpuDeviceId"/> and <see cref="Microsoft.ML.MLContext.FallbackToCpu"/>.</summary>
    public SessionSettings? Settings { get; init; }
}

/// <summary>What a generator puts into its column.</summary>
public enum GeneratedKind
{
    /// <summary>A vector of Single in the data's own values, with the dimensions of a sample.</summary>
    Vector,

    /// <summary>An image (<see cref="Microsoft.ML.Data.MLImage"/>), the data's range of values mapped to 0 to 255; for bundles of
    /// grey, RGB or RGBA pictures. Whoever reads an image disposes of it.</summary>
    Image,
}

/// <summary>Adds a column with one generated sample per row; see <see cref="GeneratorTransformer"/>. There is nothing to fit: the
/// bundle is already trained.</summary>
public sealed class GeneratorEstimator : BatchEstimator<GeneratorTransformer>
{
    internal GeneratorEstimator(GeneratorTransformer prototype)
        : base(prototype) { }

    /// <inheritdoc/>
    public override SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        GeneratorOptions options = Prototype.Options;
        if (options.SeedColumnName is { } seed)
            InputColumns.CheckScalar(inputSchema, seed, GeneratorTransformer.SeedTypes);
        if (options.LabelColumnName is { } label)
            InputColumns.Find(inputSchema, label);
        if (options.CodeColumnName is { } code)
            InputColumns.CheckSamples(inputSchema, code, null);
        if (options.TextColumnName is { } text)
            InputColumns.CheckScalar(inputSchema, text, GeneratorTransformer.TextTypes);
        if (options.LatentColumnName is { } latents)
            InputColumns.CheckSamples(inputSchema, latents, null);
        if (options.TruncationColumnName is { } truncation)
            InputColumns.CheckScalar(inputSchema, truncation, GeneratorTransformer.TruncationTypes);
        return InputColumns.Add(
            inputSchema,
            options.OutputKind is GeneratedKind.Image
                ? MLNetInternals.ShapeColumn(
                    options.OutputColumnName,
                    SchemaShape.Column.VectorKind.Scalar,
                    Prototype.Pixels!.ColumnType
                )
                : MLNetInternals.ShapeColumn(
                    options.OutputColumnName,
                    SchemaShape.Column.VectorKind.Vector,
                    NumberDataViewType.Single
                )
        );
    }
}
