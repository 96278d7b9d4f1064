using Gan.MLNet.Batching;
using Gan.MLNet.Persistence;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Gan.MLNet;

/// <summary>Adds a column with one generated sample per row; see <see cref="GeneratorTransformer"/>. There is nothing to fit:
/// the bundle is already trained.</summary>
public sealed class GeneratorEstimator : BatchEstimator<GeneratorTransformer>
{
    internal GeneratorEstimator(GeneratorTransformer prototype)
        : base(prototype) { }

    /// <inheritdoc/>
    public override SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        GeneratorOptions options = Prototype.Options;
        if (options.SeedColumnName is { } seed)
            InputColumns.CheckScalar(inputSchema, seed, GeneratorTransformer.SeedTypes);
        if (options.LabelColumnName is { } label)
            InputColumns.Find(inputSchema, label);
        if (options.CodeColumnName is { } code)
            InputColumns.CheckSamples(inputSchema, code, null);
        if (options.TruncationColumnName is { } truncation)
            InputColumns.CheckScalar(inputSchema, truncation, GeneratorTransformer.TruncationTypes);
        return InputColumns.Add(
            inputSchema,
            options.OutputKind is GeneratedKind.Image
                ? MLNetInternals.ShapeColumn(
                    options.OutputColumnName,
                    SchemaShape.Column.VectorKind.Scalar,
                    Prototype.Pixels!.ColumnType
                )
                : MLNetInternals.ShapeColumn(
                    options.OutputColumnName,
                    SchemaShape.Column.VectorKind.Vector,
                    NumberDataViewType.Single
                )
        );
    }
}
