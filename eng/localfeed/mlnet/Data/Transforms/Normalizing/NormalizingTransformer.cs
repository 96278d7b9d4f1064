using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.Transforms;

[assembly: LoadableClass(typeof(ITransformer), typeof(NormalizingTransformer), null, typeof(SignatureLoadModel), "Normalizer", "Normalizer")]

namespace Microsoft.ML.Transforms;

public sealed partial class NormalizingTransformer : OneToOneTransformerBase
{
    private static readonly VersionInfo Version = Models.Version("NORMALZR", "Normalizer");

    private readonly DataViewType[] _types;
    private readonly AffineMap[] _maps;

    internal NormalizingTransformer(IHostEnvironment env, (string Output, string Input)[] pairs, DataViewType[] types, AffineMap[] maps)
        : base(env.RegisterHost(nameof(NormalizingTransformer)), pairs)
    {
        _types = types;
        _maps = maps;
    }

    internal static void RequireType(DataViewType type)
    {
        if (type.ValueCount() == 0 || (type.Item() != NumberDataViewType.Single && type.Item() != NumberDataViewType.Double))
            throw new ArgumentOutOfRangeException("srcType",
                $"Wrong column type for input column. Expected: Single, Double, Vector of Single or Vector of Double. Got: {type}.");
    }

    private protected override AddedColumn MakeColumn(int index, string output, DataViewSchema.Column input)
    {
        if (!input.Type.Equals(_types[index]))
            throw Errors.Mismatch("inputSchema", "input", input.Name, _types[index].ToString()!, input.Type.ToString()!);
        var annotations = new DataViewSchema.Annotations.Builder();
        annotations.Add(input.Annotations, name => name == AnnotationNames.SlotNames);
        annotations.AddPrimitiveValue(AnnotationNames.IsNormalized, BooleanDataViewType.Instance, true);
        return new AddedColumn(output, input.Type, [input], scope => MakeGetter(scope.Input, input, _maps[index]), annotations.ToAnnotations());
    }

    private protected override void SaveModel(ModelSaveContext ctx)
    {
        ctx.SetVersionInfo(Version);
        ctx.Writer.WritePairs(Pairs);
        for (var i = 0; i < Pairs.Length; i++)
        {
            ColumnTypes.Write(ctx.Writer, _types[i]);
            _maps[i].Write(ctx.Writer);
        }
    }

    private static NormalizingTransformer Create(IHostEnvironment env, ModelLoadContext ctx)
    {
        ctx.CheckAtModel(Version);
        var pairs = ctx.Reader.ReadPairs();
        var types = new DataViewType[pairs.Length];
        var maps = new AffineMap[pairs.Length];
        for (var i = 0; i < pairs.Length; i++)
        {
            types[i] = ColumnTypes.Read(ctx.Reader);
            maps[i] = AffineMap.Read(ctx.Reader);
        }
        return new NormalizingTransformer(env, pairs, types, maps);
    }

    private static Delegate MakeGetter(DataViewRow row, DataViewSchema.Column input, AffineMap map) => (input.Type is VectorDataViewType, input.Type.Item() == NumberDataViewType.Single) switch
    {
        (false, true) => Scalar<float>(row, input, map.Map),
        (false, false) => Scalar<double>(row, input, map.Map),
        (true, true) => Vector<float>(row, input, map.Map),
        (true, false) => Vector<double>(row, input, map.Map),
    };

    private static ValueGetter<T> Scalar<T>(DataViewRow row, DataViewSchema.Column input, Func<int, T, T> map)
    {
        var getter = row.GetGetter<T>(input);
        return (ref T value) =>
        {
            getter(ref value);
            value = map(0, value);
        };
    }

    private static ValueGetter<VBuffer<T>> Vector<T>(DataViewRow row, DataViewSchema.Column input, Func<int, T, T> map)
    {
        var getter = row.GetGetter<VBuffer<T>>(input);
        VBuffer<T> source = default;
        var size = input.Type.ValueCount();
        return (ref VBuffer<T> value) =>
        {
            getter(ref source);
            if (source.Length != size)
                throw new InvalidOperationException($"The column '{input.Name}' has a vector of length {source.Length} where {size} is needed.");
            source.CopyToDense(ref value);
            var editor = VBufferEditor.CreateFromBuffer(ref value);
            for (var i = 0; i < editor.Values.Length; i++)
                editor.Values[i] = map(i, editor.Values[i]);
            value = editor.Commit();
        };
    }
}
