using Gan.MLNet.Persistence;
using Gan.Onnx.Bundles;
using Gan.Onnx.Inference;
using Microsoft.ML;

namespace Gan.MLNet;

/// <summary>Adds generation to <c>mlContext.Transforms</c>.</summary>
public static class GeneratorCatalogExtensions
{
    /// <summary>
    /// Adds a vector column of Single with one generated sample per row; see <see cref="GeneratorTransformer"/>.
    /// </summary>
    /// <param name="catalog">The transforms catalog.</param>
    /// <param name="bundle">A bundle with a generator.</param>
    /// <param name="outputColumnName">The added column.</param>
    /// <param name="seedColumnName">A column with each row's seed: UInt64, Int64, UInt32 or Int32. Null (the default) takes the
    /// row's position, from 0.</param>
    /// <param name="seed">The seed of the whole sequence where positions decide: another seed, other samples. Not used with a
    /// seed column.</param>
    /// <param name="settings">Threads, rows per run and device. Null takes the defaults, with the context's
    /// <see cref="MLContext.GpuDeviceId"/> and <see cref="MLContext.FallbackToCpu"/>.</param>
    /// <exception cref="Onnx.GanException">The bundle has no generator.</exception>
    public static GeneratorEstimator ApplyGanGenerator(
        this TransformsCatalog catalog,
        GanBundle bundle,
        string outputColumnName = "Generated",
        string? seedColumnName = null,
        ulong seed = 0,
        SessionSettings? settings = null
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
            }
        );

    /// <summary>
    /// Adds a column with one generated sample per row, a vector or an image, from seeds, classes, codes and truncations as the
    /// options
    /// say; see <see cref="GeneratorTransformer"/>.
    /// </summary>
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
