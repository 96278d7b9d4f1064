using Gan.MLNet.Batching;
using Gan.MLNet.Persistence;
using Gan.Onnx.Bundles;
using Gan.Onnx.Inference;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Gan.MLNet;

/// <summary>Adds moves along a bundle's directions to <c>mlContext.Transforms</c>.</summary>
public static class DirectionsCatalogExtensions
{
    /// <summary>Adds a vector column of Single with latent vectors that were moved along the bundle's directions; see
    /// <see cref="DirectionsTransformer"/>.</summary>
    /// <param name="catalog">The transforms catalog.</param>
    /// <param name="bundle">A bundle with directions.</param>
    /// <param name="outputColumnName">The added column; it may be that of the latents, which it then replaces.</param>
    /// <param name="latentColumnName">A vector column of Single with latents.</param>
    /// <param name="amountsColumnName">A vector column of Single with how far to go along each direction, as many values as there
    /// are directions. For normal latents 1 is one standard deviation.</param>
    /// <param name="settings">Threads, rows per run and device. Null takes the defaults, with the context's
    /// <see cref="MLContext.GpuDeviceId"/> and <see cref="MLContext.FallbackToCpu"/>.</param>
    /// <exception cref="Onnx.GanException">The bundle has no directions.</exception>
    public static DirectionsEstimator ApplyGanDirections(
        this TransformsCatalog catalog,
        GanBundle bundle,
        string outputColumnName,
        string latentColumnName,
        string amountsColumnName,
        SessionSettings? settings = null
    )
    {
        ArgumentNullException.ThrowIfNull(catalog);
        return new DirectionsEstimator(
            new DirectionsTransformer(
                bundle,
                outputColumnName,
                latentColumnName,
                amountsColumnName,
                MLNetInternals.SettingsFor(catalog, settings)
            )
        );
    }
}

/// <summary>Moves latent vectors along directions; see <see cref="DirectionsTransformer"/>. There is nothing to fit: the bundle
/// has them.</summary>
public sealed class DirectionsEstimator : BatchEstimator<DirectionsTransformer>
{
    internal DirectionsEstimator(DirectionsTransformer prototype)
        : base(prototype) { }

    /// <inheritdoc/>
    public override SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        InputColumns.CheckSamples(inputSchema, Prototype.LatentColumnName);
        InputColumns.CheckSamples(inputSchema, Prototype.AmountsColumnName);
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
