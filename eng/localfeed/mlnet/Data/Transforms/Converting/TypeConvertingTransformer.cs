using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.Transforms;

[assembly: LoadableClass(typeof(ITransformer), typeof(TypeConvertingTransformer), null, typeof(SignatureLoadModel), "Convert types", "ConvertTransform")]

namespace Microsoft.ML.Transforms;

public sealed class TypeConvertingTransformer : OneToOneTransformerBase
{
    private static readonly VersionInfo Version = Models.Version("CONVERTF", "ConvertTransform");

    private readonly DataKind _kind;
    private readonly PrimitiveDataViewType _type;

    internal TypeConvertingTransformer(IHostEnvironment env, (string Output, string Input)[] pairs, DataKind kind)
        : base(env.RegisterHost(nameof(TypeConvertingTransformer)), pairs)
    {
        _kind = kind;
        _type = ColumnTypes.Of(kind);
    }

    internal (string Output, string Input)[] Columns => Pairs;

    private protected override AddedColumn MakeColumn(int index, string output, DataViewSchema.Column input)
    {
        var source = input.Type.Item().RawType;
        if (input.Type.Item() is KeyDataViewType || !Conversions.CanConvert(source, _type.RawType))
            throw Errors.Mismatch("inputSchema", "input", input.Name, $"a type that can become {_type}", input.Type.ToString()!);
        var builder = new DataViewSchema.Annotations.Builder();
        builder.Add(input.Annotations, name => name is AnnotationNames.SlotNames or AnnotationNames.IsNormalized);
        if (source == typeof(bool) && _type is NumberDataViewType && !input.IsNormalized())
            builder.AddPrimitiveValue(AnnotationNames.IsNormalized, BooleanDataViewType.Instance, true);
        return new AddedColumn(output, input.Type.WithItem(_type), [input],
            scope => Dispatch.Call<Delegate>(input.Type is VectorDataViewType ? Vector<int, int> : Scalar<int, int>,
                [source, _type.RawType], scope.Input, input), builder.ToAnnotations());
    }

    private protected override void SaveModel(ModelSaveContext ctx)
    {
        ctx.SetVersionInfo(Version);
        ctx.Writer.WritePairs(Pairs);
        ctx.Writer.Write((byte)_kind);
    }

    private static TypeConvertingTransformer Create(IHostEnvironment env, ModelLoadContext ctx)
    {
        ctx.CheckAtModel(Version);
        var pairs = ctx.Reader.ReadPairs();
        return new TypeConvertingTransformer(env, pairs, (DataKind)ctx.Reader.ReadByte());
    }

    private static ValueGetter<TTo> Scalar<TFrom, TTo>(DataViewRow row, DataViewSchema.Column input)
    {
        var getter = row.GetGetter<TFrom>(input);
        var convert = Conversions.Get<TFrom, TTo>();
        TFrom source = default!;
        return (ref TTo value) =>
        {
            getter(ref source);
            value = convert(source);
        };
    }

    private static ValueGetter<VBuffer<TTo>> Vector<TFrom, TTo>(DataViewRow row, DataViewSchema.Column input)
    {
        var getter = row.GetGetter<VBuffer<TFrom>>(input);
        var convert = Conversions.Get<TFrom, TTo>();
        VBuffer<TFrom> source = default;
        return (ref VBuffer<TTo> value) =>
        {
            getter(ref source);
            var editor = VBufferEditor.Create(ref value, source.Length);
            foreach (var (slot, item) in source.Items(all: true))
                editor.Values[slot] = convert(item);
            value = editor.Commit();
        };
    }
}
