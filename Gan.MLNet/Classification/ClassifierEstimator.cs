using Gan.MLNet.Batching;
using Gan.MLNet.Persistence;
using Gan.MLNet.Scoring;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Gan.MLNet;

/// <summary>Adds probabilities and a predicted label; see <see cref="ClassifierTransformer"/>. There is nothing to fit: the
/// bundle is already
/// trained.</summary>
public sealed class ClassifierEstimator : BatchEstimator<ClassifierTransformer>
{
    internal ClassifierEstimator(ClassifierTransformer prototype)
        : base(prototype) { }

    /// <inheritdoc/>
    public override SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        InputColumns.CheckSamples(inputSchema, Prototype.InputColumnName, Prototype.Pixels);
        return InputColumns.Add(inputSchema, Outputs(Prototype.ScoreColumnName, Prototype.PredictedLabelColumnName));
    }

    /// <summary>The shapes of the columns that a classifier adds.</summary>
    internal static SchemaShape.Column[] Outputs(string score, string predictedLabel) =>
        [
            MLNetInternals.ShapeColumn(
                score,
                SchemaShape.Column.VectorKind.Vector,
                NumberDataViewType.Single,
                false,
                ScoreAnnotations.Shapes(ClassifierTransformer.SlotNames)
            ),
            MLNetInternals.ShapeColumn(
                predictedLabel,
                SchemaShape.Column.VectorKind.Scalar,
                NumberDataViewType.UInt32,
                true,
                ScoreAnnotations.Shapes(ClassifierTransformer.KeyValues)
            ),
        ];
}
