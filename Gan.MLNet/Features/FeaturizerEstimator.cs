using Gan.MLNet.Batching;
using Gan.MLNet.Persistence;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Gan.MLNet;

/// <summary>Adds the discriminator's features of each row; see <see cref="FeaturizerTransformer"/>. There is nothing to fit: the
/// bundle is already trained.</summary>
public sealed class FeaturizerEstimator : IEstimator<FeaturizerTransformer>
{
    // It only holds the arguments, checked: a transformer loads no network before its first row.
    private readonly FeaturizerTransformer _prototype;

    internal FeaturizerEstimator(FeaturizerTransformer prototype) => _prototype = prototype;

    /// <summary>Checks the input's schema and returns the transformer; no row is read.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The input column is missing, or neither a vector of Single with
    /// as many values as a sample of the bundle nor an image of its size.</exception>
    public FeaturizerTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        FeaturizerTransformer transformer = _prototype.Copy();
        transformer.GetOutputSchema(input.Schema);
        return transformer;
    }

    /// <summary>The shape of the transformed data.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The input column is missing or of another type.</exception>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        InputColumns.CheckSamples(inputSchema, _prototype.InputColumnName, _prototype.Pixels);
        SchemaShape.Column slotNames = MLNetInternals.ShapeColumn(
            FeaturizerTransformer.SlotNames, SchemaShape.Column.VectorKind.Vector, TextDataViewType.Instance);
        return InputColumns.Add(inputSchema, MLNetInternals.ShapeColumn(
            _prototype.OutputColumnName, SchemaShape.Column.VectorKind.Vector, NumberDataViewType.Single, false, slotNames));
    }
}
