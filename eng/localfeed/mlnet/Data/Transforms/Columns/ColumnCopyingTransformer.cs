using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.Transforms;

[assembly: LoadableClass(typeof(ITransformer), typeof(ColumnCopyingTransformer), null, typeof(SignatureLoadModel), "Copy columns", "CopyTransform")]

namespace Microsoft.ML.Transforms;

public sealed class ColumnCopyingTransformer : OneToOneTransformerBase
{
    private static readonly VersionInfo Version = Models.Version("COPYCOLT", "CopyTransform");

    internal ColumnCopyingTransformer(IHostEnvironment env, (string Output, string Input)[] pairs)
        : base(env.RegisterHost(nameof(ColumnCopyingTransformer)), pairs)
    {
    }

    internal (string Output, string Input)[] Columns => Pairs;

    private protected override AddedColumn MakeColumn(int index, string output, DataViewSchema.Column input) =>
        new(output, input.Type, [input], scope => Getters.Of(scope.Input, input), input.Annotations);

    private protected override void SaveModel(ModelSaveContext ctx)
    {
        ctx.SetVersionInfo(Version);
        ctx.Writer.WritePairs(Pairs);
    }

    private static ColumnCopyingTransformer Create(IHostEnvironment env, ModelLoadContext ctx)
    {
        ctx.CheckAtModel(Version);
        return new ColumnCopyingTransformer(env, ctx.Reader.ReadPairs());
    }
}
