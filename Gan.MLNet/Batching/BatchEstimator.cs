using Microsoft.ML;

namespace Gan.MLNet;

/// <summary>Gives a transformer over a bundle. There is nothing to fit: the bundle is already trained.</summary>
/// <typeparam name="TTransformer">The transformer.</typeparam>
public abstract class BatchEstimator<TTransformer> : IEstimator<TTransformer>
    where TTransformer : BatchTransformer
{
    private protected BatchEstimator(TTransformer prototype) => Prototype = prototype;

    // It only holds the arguments, checked: a transformer loads no network before its first row.
    private protected TTransformer Prototype { get; }

    /// <summary>Checks the input's schema and returns a transformer with a network of its own; no row is read.</summary>
    /// <param name="input">The rows that will be transformed, or others of the same schema.</param>
    /// <exception cref="ArgumentOutOfRangeException">An input column is missing, or of a type or size that the transformer does
    /// not take.</exception>
    public TTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        var transformer = (TTransformer)Prototype.Copy();
        transformer.GetOutputSchema(input.Schema);
        return transformer;
    }

    /// <summary>The shape of the transformed data.</summary>
    /// <param name="inputSchema">The shape of the input.</param>
    /// <exception cref="ArgumentOutOfRangeException">An input column is missing or of another type.</exception>
    public abstract SchemaShape GetOutputSchema(SchemaShape inputSchema);
}
