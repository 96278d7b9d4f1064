using Gan.MLNet.Batching;
using Gan.MLNet.Persistence;
using Gan.Onnx.Bundles;
using Gan.Onnx.Inference;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Gan.MLNet;

/// <summary>Adds the discriminator's features of each row; see <see cref="FeaturizerTransformer"/>. There is nothing to fit: the
/// bundle is already trained.</summary>
public sealed class FeaturizerEstimator : IEstimator<FeaturizerTransformer>
{
    private readonly Func<FeaturizerTransformer> _create;
    private readonly string _outputColumnName, _inputColumnName;

    internal FeaturizerEstimator(GanBundle bundle, string outputColumnName, string inputColumnName, SessionSettings settings)
    {
        _create = () => new FeaturizerTransformer(bundle, outputColumnName, inputColumnName, settings);
        _create().Dispose(); // checks the arguments now; a transformer holds no network before its first row
        _outputColumnName = outputColumnName;
        _inputColumnName = inputColumnName;
    }

    /// <summary>Checks the input's schema and returns the transformer; no row is read.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The input column is missing or not a vector of Single with as many values as
    /// a sample of the bundle.</exception>
    public FeaturizerTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        FeaturizerTransformer transformer = _create();
        transformer.GetOutputSchema(input.Schema);
        return transformer;
    }

    /// <summary>The shape of the transformed data.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The input column is missing or not a vector of Single.</exception>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        InputColumns.CheckSamples(inputSchema, _inputColumnName);
        return InputColumns.Add(inputSchema,
            MLNetInternals.ShapeColumn(_outputColumnName, SchemaShape.Column.VectorKind.Vector, NumberDataViewType.Single, false,
                MLNetInternals.ShapeColumn(
                    FeaturizerTransformer.SlotNames, SchemaShape.Column.VectorKind.Vector, TextDataViewType.Instance)));
    }
}
