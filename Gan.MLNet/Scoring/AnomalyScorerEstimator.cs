using Gan.MLNet.Batching;
using Gan.MLNet.Persistence;
using Gan.MLNet.Scoring;
using Gan.Onnx.Bundles;
using Gan.Onnx.Inference;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Gan.MLNet;

/// <summary>Adds an anomaly score and a predicted label; see <see cref="AnomalyScorerTransformer"/>. There is nothing to fit: the
/// bundle is already trained.</summary>
public sealed class AnomalyScorerEstimator : IEstimator<AnomalyScorerTransformer>
{
    private readonly Func<AnomalyScorerTransformer> _create;
    private readonly string _inputColumnName, _scoreColumnName, _predictedLabelColumnName;

    internal AnomalyScorerEstimator(
        GanBundle bundle, string inputColumnName, string scoreColumnName, string predictedLabelColumnName, float? threshold, SessionSettings settings)
    {
        _create = () => new AnomalyScorerTransformer(bundle, inputColumnName, scoreColumnName, predictedLabelColumnName, threshold, settings);
        _create().Dispose(); // checks the arguments now; a transformer holds no network before its first row
        _inputColumnName = inputColumnName;
        _scoreColumnName = scoreColumnName;
        _predictedLabelColumnName = predictedLabelColumnName;
    }

    /// <summary>Checks the input's schema and returns the transformer; no row is read.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The input column is missing or not a vector of Single with as many values as
    /// a sample of the bundle.</exception>
    public AnomalyScorerTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        AnomalyScorerTransformer transformer = _create();
        transformer.GetOutputSchema(input.Schema);
        return transformer;
    }

    /// <summary>The shape of the transformed data.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The input column is missing or not a vector of Single.</exception>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        InputColumns.CheckSamples(inputSchema, _inputColumnName);
        SchemaShape.Column[] annotations = ScoreAnnotations.Shapes();
        return InputColumns.Add(inputSchema,
            MLNetInternals.ShapeColumn(_scoreColumnName, SchemaShape.Column.VectorKind.Scalar, NumberDataViewType.Single, false, annotations),
            MLNetInternals.ShapeColumn(
                _predictedLabelColumnName, SchemaShape.Column.VectorKind.Scalar, BooleanDataViewType.Instance, false, annotations));
    }
}
