using Gan.MLNet.Batching;
using Gan.MLNet.Persistence;
using Gan.MLNet.Scoring;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Gan.MLNet;

/// <summary>Adds an anomaly score and a predicted label; see <see cref="AnomalyScorerTransformer"/>. There is nothing to fit: the
/// bundle is already trained.</summary>
public sealed class AnomalyScorerEstimator : IEstimator<AnomalyScorerTransformer>
{
    // It only holds the arguments, checked: a transformer loads no network before its first row.
    private readonly AnomalyScorerTransformer _prototype;

    internal AnomalyScorerEstimator(AnomalyScorerTransformer prototype) => _prototype = prototype;

    /// <summary>Checks the input's schema and returns the transformer; no row is read.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The input column is missing or not neither a vector of Single with as
    /// many values as a sample of the bundle nor an image of its size.</exception>
    public AnomalyScorerTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        AnomalyScorerTransformer transformer = _prototype.ChangeThreshold(_prototype.Threshold);
        transformer.GetOutputSchema(input.Schema);
        return transformer;
    }

    /// <summary>The shape of the transformed data.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The input column is missing or of another type.</exception>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        InputColumns.CheckSamples(inputSchema, _prototype.InputColumnName, _prototype.Pixels);
        return InputColumns.Add(
            inputSchema, Outputs(_prototype.ScoreColumnName, _prototype.PredictedLabelColumnName, _prototype.ProbabilityColumnName));
    }

    /// <summary>The shapes of the columns that a scorer adds.</summary>
    internal static SchemaShape.Column[] Outputs(string score, string predictedLabel, string? probability)
    {
        SchemaShape.Column[] annotations = ScoreAnnotations.Shapes();
        SchemaShape.Column Added(string name, DataViewType type) =>
            MLNetInternals.ShapeColumn(name, SchemaShape.Column.VectorKind.Scalar, type, isKey: false, annotations);
        return
        [
            Added(score, NumberDataViewType.Single), Added(predictedLabel, BooleanDataViewType.Instance),
            .. probability is null ? [] : (SchemaShape.Column[])[Added(probability, NumberDataViewType.Single)],
        ];
    }
}
