using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

public sealed class KeyToValueMappingEstimator : TrivialEstimator<KeyToValueMappingTransformer>
{
    internal KeyToValueMappingEstimator(IHostEnvironment env, (string Output, string Input)[] pairs)
        : base(env.RegisterHost(nameof(KeyToValueMappingEstimator)), new KeyToValueMappingTransformer(env, pairs))
    {
    }

    public override SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        return inputSchema.With(Transformer.Columns.Select(pair =>
        {
            var column = inputSchema.Find(nameof(inputSchema), "input", pair.Input);
            if (!column.IsKey)
                throw Errors.Mismatch(nameof(inputSchema), "input", pair.Input, "key type", column.GetTypeString());
            if (!column.Annotations.TryFindColumn(AnnotationNames.KeyValues, out var values))
                throw Errors.Mismatch(nameof(inputSchema), "input", pair.Input, "a column with key values", "one without");
            return new SchemaShape.Column(pair.Output, column.Kind, values.ItemType, values.IsKey,
                new SchemaShape(column.Annotations.Where(annotation => annotation.Name == AnnotationNames.SlotNames)));
        }));
    }
}
