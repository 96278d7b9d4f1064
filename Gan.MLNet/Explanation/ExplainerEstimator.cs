using Gan.MLNet.Batching;
using Gan.MLNet.Persistence;
using Gan.Onnx.Bundles;
using Gan.Onnx.Inference;
using Microsoft.ML;

namespace Gan.MLNet;

/// <summary>Adds explanations of anomaly scores to <c>mlContext.Transforms</c>.</summary>
public static class ExplainerCatalogExtensions
{
    /// <summary>Adds a vector column of Single that says which columns made a row abnormal; see
    /// <see cref="ExplainerTransformer"/>.</summary>
    /// <param name="catalog">The transforms catalog.</param>
    /// <param name="bundle">The bundle of a detector of tables.</param>
    /// <param name="outputColumnName">The added column: as many values as the input has, by the same slot names.</param>
    /// <param name="inputColumnName">A vector column of Single, the one that is scored.</param>
    /// <param name="settings">Threads, rows per run and device. Null takes the defaults, with the context's
    /// <see cref="MLContext.GpuDeviceId"/> and <see cref="MLContext.FallbackToCpu"/>.</param>
    /// <exception cref="Onnx.GanException">The bundle has no discriminator, or one that takes no missing values.</exception>
    public static ExplainerEstimator ExplainGanAnomaly(
        this TransformsCatalog catalog,
        GanBundle bundle,
        string outputColumnName = "Contributions",
        string inputColumnName = "Features",
        SessionSettings? settings = null
    )
    {
        ArgumentNullException.ThrowIfNull(catalog);
        var options = new ExplainerOptions { OutputColumnName = outputColumnName, InputColumnName = inputColumnName };
        return new ExplainerEstimator(new ExplainerTransformer(bundle, options, MLNetInternals.SettingsFor(catalog, settings)));
    }
}

/// <summary>The columns of an <see cref="ExplainerTransformer"/>.</summary>
internal sealed record ExplainerOptions
{
    public required string OutputColumnName { get; init; }

    public required string InputColumnName { get; init; }
}

/// <summary>Adds what each column of a row adds to its anomaly score; see <see cref="ExplainerTransformer"/>. There is nothing to
/// fit: the bundle is already trained.</summary>
public sealed class ExplainerEstimator : BatchEstimator<ExplainerTransformer>
{
    internal ExplainerEstimator(ExplainerTransformer prototype)
        : base(prototype) { }

    /// <inheritdoc/>
    public override SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        InputColumns.CheckSamples(inputSchema, Prototype.InputColumnName);
        return InputColumns.Add(inputSchema, VectorOutput.NamedShape(Prototype.OutputColumnName));
    }
}
