using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.Transforms;

[assembly: LoadableClass(typeof(ITransformer), typeof(KeyToValueMappingTransformer), null, typeof(SignatureLoadModel), "Keys to values", "KeyToValueTransform")]

namespace Microsoft.ML.Transforms;

public sealed class KeyToValueMappingTransformer : OneToOneTransformerBase
{
    private static readonly VersionInfo Version = Models.Version("KEY2VALT", "KeyToValueTransform");

    internal KeyToValueMappingTransformer(IHostEnvironment env, (string Output, string Input)[] pairs)
        : base(env.RegisterHost(nameof(KeyToValueMappingTransformer)), pairs)
    {
    }

    internal (string Output, string Input)[] Columns => Pairs;

    private protected override AddedColumn MakeColumn(int index, string output, DataViewSchema.Column input)
    {
        if (input.Type.Item() is not KeyDataViewType key)
            throw Errors.Mismatch("inputSchema", "input", input.Name, "key type", input.Type.ToString()!);
        if (input.Annotations.Schema.GetColumnOrNull(AnnotationNames.KeyValues)?.Type is not VectorDataViewType values)
            throw new InvalidOperationException("Metadata KeyValues does not exist");
        var builder = new DataViewSchema.Annotations.Builder();
        builder.Add(input.Annotations, name => name == AnnotationNames.SlotNames);
        return new AddedColumn(output, input.Type.WithItem(values.ItemType), [input],
            scope => Dispatch.Call<Delegate>(input.Type is VectorDataViewType ? Vector<uint, int> : Scalar<uint, int>,
                [key.RawType, values.ItemType.RawType], scope.Input, input), builder.ToAnnotations());
    }

    private protected override void SaveModel(ModelSaveContext ctx)
    {
        ctx.SetVersionInfo(Version);
        ctx.Writer.WritePairs(Pairs);
    }

    private static KeyToValueMappingTransformer Create(IHostEnvironment env, ModelLoadContext ctx)
    {
        ctx.CheckAtModel(Version);
        return new KeyToValueMappingTransformer(env, ctx.Reader.ReadPairs());
    }

    private static ValueGetter<TValue> Scalar<TKey, TValue>(DataViewRow row, DataViewSchema.Column input)
    {
        var getter = Getters.Double(row, input);
        var values = Values<TValue>(input);
        return (ref TValue value) =>
        {
            double key = 0;
            getter(ref key);
            value = At(values, key);
        };
    }

    private static ValueGetter<VBuffer<TValue>> Vector<TKey, TValue>(DataViewRow row, DataViewSchema.Column input)
        where TKey : IConvertible
    {
        var getter = row.GetGetter<VBuffer<TKey>>(input);
        var values = Values<TValue>(input);
        VBuffer<TKey> keys = default;
        return (ref VBuffer<TValue> target) =>
        {
            getter(ref keys);
            var editor = VBufferEditor.Create(ref target, keys.Length);
            foreach (var (index, key) in keys.Items(all: true))
                editor.Values[index] = At(values, key.ToDouble(null));
            target = editor.Commit();
        };
    }

    private static TValue[] Values<TValue>(DataViewSchema.Column input)
    {
        VBuffer<TValue> values = default;
        input.GetKeyValues(ref values);
        return [.. values.DenseValues()];
    }

    private static TValue At<TValue>(TValue[] values, double key) => key >= 1 && key <= values.Length ? values[(int)key - 1] : Missing<TValue>();

    private static TValue Missing<TValue>() =>
        typeof(TValue) == typeof(float) ? (TValue)(object)float.NaN : typeof(TValue) == typeof(double) ? (TValue)(object)double.NaN : default!;
}
