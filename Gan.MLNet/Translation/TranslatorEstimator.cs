using Gan.MLNet.Batching;
using Gan.MLNet.Persistence;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Gan.MLNet;

/// <summary>Adds translated images; see <see cref="TranslatorTransformer"/>. There is nothing to fit: the bundle is already
/// trained.</summary>
public sealed class TranslatorEstimator : BatchEstimator<TranslatorTransformer>
{
    internal TranslatorEstimator(TranslatorTransformer prototype)
        : base(prototype) { }

    /// <inheritdoc/>
    public override SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        InputColumns.CheckSamples(inputSchema, Prototype.InputColumnName, Prototype.Source);
        return InputColumns.Add(
            inputSchema,
            Prototype.OutputKind is GeneratedKind.Image
                ? MLNetInternals.ShapeColumn(
                    Prototype.OutputColumnName,
                    SchemaShape.Column.VectorKind.Scalar,
                    Prototype.Pixels!.ColumnType
                )
                : MLNetInternals.ShapeColumn(
                    Prototype.OutputColumnName,
                    SchemaShape.Column.VectorKind.Vector,
                    NumberDataViewType.Single
                )
        );
    }
}
