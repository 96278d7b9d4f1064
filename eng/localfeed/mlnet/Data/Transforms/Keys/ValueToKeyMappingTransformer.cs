using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.Transforms;

[assembly: LoadableClass(typeof(ITransformer), typeof(ValueToKeyMappingTransformer), null, typeof(SignatureLoadModel), "Values to keys", "TermTransform")]

namespace Microsoft.ML.Transforms;

public sealed class ValueToKeyMappingTransformer : OneToOneTransformerBase
{
    private static readonly VersionInfo Version = Models.Version("TERMTRNF", "TermTransform");

    private readonly TermMap[] _maps;
    private readonly bool _asText;

    internal ValueToKeyMappingTransformer(IHostEnvironment env, (string Output, string Input)[] pairs, TermMap[] maps, bool asText)
        : base(env.RegisterHost(nameof(ValueToKeyMappingTransformer)), pairs)
    {
        _maps = maps;
        _asText = asText;
    }

    private protected override AddedColumn MakeColumn(int index, string output, DataViewSchema.Column input)
    {
        var map = _maps[index];
        if (!input.Type.Item().Equals(map.ItemType))
            throw Errors.Mismatch("inputSchema", "input", input.Name, map.ItemType.ToString()!, input.Type.ToString()!);
        var builder = new DataViewSchema.Annotations.Builder();
        builder.Add(input.Annotations, name => name == AnnotationNames.SlotNames);
        map.Annotate(builder, _asText);
        var key = new KeyDataViewType(typeof(uint), (ulong)Math.Max(1, map.Count));
        return new AddedColumn(output, input.Type.WithItem(key), [input], scope => map.MakeGetter(scope.Input, input), builder.ToAnnotations());
    }

    private protected override void SaveModel(ModelSaveContext ctx)
    {
        ctx.SetVersionInfo(Version);
        ctx.Writer.WritePairs(Pairs);
        ctx.Writer.Write(_asText);
        foreach (var map in _maps)
        {
            ColumnTypes.Write(ctx.Writer, map.ItemType);
            map.Write(ctx.Writer);
        }
    }

    private static ValueToKeyMappingTransformer Create(IHostEnvironment env, ModelLoadContext ctx)
    {
        ctx.CheckAtModel(Version);
        var pairs = ctx.Reader.ReadPairs();
        var asText = ctx.Reader.ReadBoolean();
        var maps = Array.ConvertAll(pairs, _ =>
        {
            var map = TermMap.Create((PrimitiveDataViewType)ColumnTypes.Read(ctx.Reader));
            map.Read(ctx.Reader);
            return map;
        });
        return new ValueToKeyMappingTransformer(env, pairs, maps, asText);
    }
}
