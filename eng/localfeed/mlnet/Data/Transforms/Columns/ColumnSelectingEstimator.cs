using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

public sealed class ColumnSelectingEstimator : TrivialEstimator<ColumnSelectingTransformer>
{
    internal ColumnSelectingEstimator(IHostEnvironment env, string[] columnNames, bool keep, bool keepHidden)
        : base(env.RegisterHost(nameof(ColumnSelectingEstimator)), new ColumnSelectingTransformer(columnNames, keep, keepHidden))
    {
    }

    public override SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        var named = Array.ConvertAll(Transformer.Names, name => inputSchema.Find(nameof(inputSchema), "input", name));
        return new SchemaShape(Transformer.Keeps ? named : inputSchema.Where(column => !Transformer.Names.Contains(column.Name)));
    }
}
