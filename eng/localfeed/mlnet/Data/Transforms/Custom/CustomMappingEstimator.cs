using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

public sealed class CustomMappingEstimator<TSrc, TDst> : TrivialEstimator<CustomMappingTransformer<TSrc, TDst>>
    where TSrc : class, new()
    where TDst : class, new()
{
    internal CustomMappingEstimator(IHostEnvironment env, Action<TSrc, TDst> mapAction, string? contractName,
        SchemaDefinition? inputSchemaDefinition, SchemaDefinition? outputSchemaDefinition)
        : base(env.RegisterHost("CustomMappingEstimator"),
            new CustomMappingTransformer<TSrc, TDst>(mapAction, contractName, inputSchemaDefinition, outputSchemaDefinition))
    {
    }

    public override SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        foreach (var column in Transformer.InputDefinition)
        {
            var found = inputSchema.Find(nameof(inputSchema), "input", column.ColumnName);
            var wanted = SchemaShape.ColumnOf(column.ColumnName, column.ColumnType);
            if (!found.ItemType.Equals(wanted.ItemType) || (found.Kind == SchemaShape.Column.VectorKind.Scalar) != (wanted.Kind == SchemaShape.Column.VectorKind.Scalar))
                throw Errors.Mismatch(nameof(inputSchema), "input", column.ColumnName, wanted.GetTypeString(), found.GetTypeString());
        }
        return inputSchema.With(Transformer.OutputDefinition.Select(column =>
            SchemaShape.ColumnOf(column.ColumnName, column.ColumnType, column.Annotations)));
    }
}
