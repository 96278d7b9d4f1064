using Gan.MLNet.Batching;
using Gan.MLNet.Persistence;
using Gan.MLNet.Scoring;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Gan.MLNet;

/// <summary>Adds an anomaly score and a predicted label; see <see cref="AnomalyScorerTransformer"/>. There is nothing to fit: the
/// bundle is already trained.</summary>
public sealed class AnomalyScorerEstimator : BatchEstimator<AnomalyScorerTransformer>
{
    internal AnomalyScorerEstimator(AnomalyScorerTransformer prototype)
        : base(prototype) { }

    /// <inheritdoc/>
    public override SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        InputColumns.CheckSamples(inputSchema, Prototype.InputColumnName, Prototype.Pixels);
        return InputColumns.Add(
            inputSchema,
            Outputs(Prototype.ScoreColumnName, Prototype.PredictedLabelColumnName, Prototype.ProbabilityColumnName)
        );
    }

    /// <summary>The shapes of the columns that a scorer adds.</summary>
    internal static SchemaShape.Column[] Outputs(string score, string predictedLabel, string? probability)
    {
        SchemaShape.Column[] annotations = ScoreAnnotations.Shapes();
        SchemaShape.Column Added(string name, DataViewType type) =>
            MLNetInternals.ShapeColumn(name, SchemaShape.Column.VectorKind.Scalar, type, isKey: false, annotations);
        return
        [
            Added(score, NumberDataViewType.Single),
            Added(predictedLabel, BooleanDataViewType.Instance),
            .. probability is null ? [] : (SchemaShape.Column[])[Added(probability, NumberDataViewType.Single)],
        ];
    }
}
