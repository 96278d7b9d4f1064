using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.Transforms;

[assembly: LoadableClass(typeof(ITransformer), typeof(KeyToVectorMappingTransformer), null, typeof(SignatureLoadModel), "Keys to vectors", "KeyToVectorTransform")]

namespace Microsoft.ML.Transforms;

/// <summary>A key becomes a vector of zeros with a 1 at its place; a vector of keys such vectors in a row, or their sum.</summary>
public sealed class KeyToVectorMappingTransformer : OneToOneTransformerBase
{
    private static readonly VersionInfo Version = Models.Version("KEY2VECT", "KeyToVectorTransform");

    private readonly bool _count;

    internal KeyToVectorMappingTransformer(IHostEnvironment env, (string Output, string Input)[] pairs, bool outputCountVector)
        : base(env.RegisterHost(nameof(KeyToVectorMappingTransformer)), pairs)
    {
        _count = outputCountVector;
    }

    internal (string Output, string Input)[] Columns => Pairs;

    private protected override AddedColumn MakeColumn(int index, string output, DataViewSchema.Column input)
    {
        if (input.Type.Item() is not KeyDataViewType { RawType: var raw } key || raw != typeof(uint) || input.Type.ValueCount() == 0)
            throw Errors.Mismatch("inputSchema", "input", input.Name, "known-size vector or scalar of Key<UInt32>", input.Type.ToString()!);
        int size = checked((int)key.Count), slots = input.Type.ValueCount();
        var isSum = slots == 1 || _count;
        var annotations = new DataViewSchema.Annotations.Builder();
        if (isSum && input.Annotations.Schema.GetColumnOrNull(AnnotationNames.KeyValues) is { } values)
            annotations.AddTexts(AnnotationNames.SlotNames, KeyTexts.Of(input.Annotations, values));
        if (!_count || slots == 1)
            annotations.AddPrimitiveValue(AnnotationNames.IsNormalized, BooleanDataViewType.Instance, true);
        var type = isSum && input.Type is not VectorDataViewType || isSum
            ? new VectorDataViewType(NumberDataViewType.Single, size)
            : new VectorDataViewType(NumberDataViewType.Single, slots, size);
        return new AddedColumn(output, type, [input], scope => MakeGetter(scope.Input, input, size, isSum ? 0 : size, type.Size), annotations.ToAnnotations());
    }

    private protected override void SaveModel(ModelSaveContext ctx)
    {
        ctx.SetVersionInfo(Version);
        ctx.Writer.WritePairs(Pairs);
        ctx.Writer.Write(_count);
    }

    private static KeyToVectorMappingTransformer Create(IHostEnvironment env, ModelLoadContext ctx)
    {
        ctx.CheckAtModel(Version);
        var pairs = ctx.Reader.ReadPairs();
        return new KeyToVectorMappingTransformer(env, pairs, ctx.Reader.ReadBoolean());
    }

    private static ValueGetter<VBuffer<float>> MakeGetter(DataViewRow row, DataViewSchema.Column input, int keys, int stride, int length)
    {
        if (input.Type is not VectorDataViewType)
        {
            var getter = row.GetGetter<uint>(input);
            return (ref VBuffer<float> value) =>
            {
                uint key = 0;
                getter(ref key);
                var isKnown = key >= 1 && key <= keys;
                var editor = VBufferEditor.Create(ref value, length, isKnown ? 1 : 0);
                if (isKnown)
                {
                    editor.Values[0] = 1;
                    if (length > 1)
                        editor.Indices[0] = (int)key - 1;
                }
                value = editor.Commit();
            };
        }
        var vectorGetter = row.GetGetter<VBuffer<uint>>(input);
        VBuffer<uint> buffer = default;
        return (ref VBuffer<float> value) =>
        {
            vectorGetter(ref buffer);
            var editor = VBufferEditor.Create(ref value, length);
            editor.Values.Clear();
            foreach (var (slot, key) in buffer.Items())
                if (key >= 1 && key <= keys)
                    editor.Values[(slot * stride) + (int)key - 1] += 1;
            value = editor.Commit();
        };
    }
}
