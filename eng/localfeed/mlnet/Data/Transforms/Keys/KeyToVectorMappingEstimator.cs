using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

public sealed class KeyToVectorMappingEstimator : TrivialEstimator<KeyToVectorMappingTransformer>
{
    internal KeyToVectorMappingEstimator(IHostEnvironment env, (string Output, string Input)[] pairs, bool outputCountVector)
        : base(env.RegisterHost(nameof(KeyToVectorMappingEstimator)), new KeyToVectorMappingTransformer(env, pairs, outputCountVector))
    {
    }

    public override SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        return inputSchema.With(Transformer.Columns.Select(pair =>
        {
            var column = inputSchema.Find(nameof(inputSchema), "input", pair.Input);
            if (!column.IsKey || column.Kind == SchemaShape.Column.VectorKind.VariableVector)
                throw Errors.Mismatch(nameof(inputSchema), "input", pair.Input, "key type", column.GetTypeString());
            SchemaShape.Column[] names = column.Annotations.TryFindColumn(AnnotationNames.KeyValues, out _)
                ? [AnnotationNames.TextsShape(AnnotationNames.SlotNames)]
                : [];
            return new SchemaShape.Column(pair.Output, SchemaShape.Column.VectorKind.Vector, NumberDataViewType.Single, false,
                new SchemaShape([.. names, AnnotationNames.NormalizedShape()]));
        }));
    }
}
