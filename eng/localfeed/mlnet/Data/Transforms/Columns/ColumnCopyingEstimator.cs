using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

public sealed class ColumnCopyingEstimator : TrivialEstimator<ColumnCopyingTransformer>
{
    internal ColumnCopyingEstimator(IHostEnvironment env, (string Output, string Input)[] pairs)
        : base(env.RegisterHost(nameof(ColumnCopyingEstimator)), new ColumnCopyingTransformer(env, pairs))
    {
    }

    public override SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        return inputSchema.With(Transformer.Columns.Select(pair =>
        {
            var column = inputSchema.Find(nameof(inputSchema), "input", pair.Input);
            return new SchemaShape.Column(pair.Output, column.Kind, column.ItemType, column.IsKey, column.Annotations);
        }));
    }
}
