using Gan.MLNet.Batching;
using Gan.MLNet.Persistence;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Gan.MLNet;

/// <summary>Adds the discriminator's features of each row; see <see cref="FeaturizerTransformer"/>. There is nothing to fit: the
/// bundle is already trained.</summary>
public sealed class FeaturizerEstimator : BatchEstimator<FeaturizerTransformer>
{
    internal FeaturizerEstimator(FeaturizerTransformer prototype)
        : base(prototype) { }

    /// <inheritdoc/>
    public override SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        InputColumns.CheckSamples(inputSchema, Prototype.InputColumnName, Prototype.Pixels);
        SchemaShape.Column slotNames = MLNetInternals.ShapeColumn(
            FeaturizerTransformer.SlotNames,
            SchemaShape.Column.VectorKind.Vector,
            TextDataViewType.Instance
        );
        return InputColumns.Add(
            inputSchema,
            MLNetInternals.ShapeColumn(
                Prototype.OutputColumnName,
                SchemaShape.Column.VectorKind.Vector,
                NumberDataViewType.Single,
                false,
                slotNames
            )
        );
    }
}
