using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.Transforms;

[assembly: LoadableClass(typeof(ITransformer), typeof(MissingValueReplacingTransformer), null, typeof(SignatureLoadModel), "Replace missing values", "NAReplaceTransform")]

namespace Microsoft.ML.Transforms;

public sealed class MissingValueReplacingTransformer : OneToOneTransformerBase
{
    private static readonly VersionInfo Version = Models.Version("NAREPLCE", "NAReplaceTransform");

    private readonly double[][] _replacements;

    internal MissingValueReplacingTransformer(IHostEnvironment env, (string Output, string Input)[] pairs, double[][] replacements)
        : base(env.RegisterHost(nameof(MissingValueReplacingTransformer)), pairs)
    {
        _replacements = replacements;
    }

    /// <summary>An action that shows each value of the current row to a function of slot and value.</summary>
    internal static Action Reader(DataViewRow row, DataViewSchema.Column column, Action<int, double> see)
    {
        if (column.Type is not VectorDataViewType vector)
        {
            var getter = Getters.Double(row, column);
            return () =>
            {
                double value = 0;
                getter(ref value);
                see(0, value);
            };
        }
        return vector.ItemType == NumberDataViewType.Single ? Each<float>(value => value) : Each<double>(value => value);

        Action Each<T>(Func<T, double> convert)
        {
            var getter = row.GetGetter<VBuffer<T>>(column);
            VBuffer<T> buffer = default;
            return () =>
            {
                getter(ref buffer);
                foreach (var (slot, value) in buffer.Items(all: true))
                    see(slot, convert(value));
            };
        }
    }

    private protected override AddedColumn MakeColumn(int index, string output, DataViewSchema.Column input)
    {
        MissingValueReplacingEstimator.Require(input);
        var replacements = _replacements[index];
        return new AddedColumn(output, input.Type, [input], scope => (input.Type is VectorDataViewType, input.Type.Item() == NumberDataViewType.Single) switch
        {
            (false, true) => Scalar<float>(scope.Input, input, value => float.IsNaN(value) ? (float)replacements[0] : value),
            (false, false) => Scalar<double>(scope.Input, input, value => double.IsNaN(value) ? replacements[0] : value),
            (true, true) => Vector<float>(scope.Input, input, float.IsNaN, slot => (float)At(replacements, slot)),
            (true, false) => Vector<double>(scope.Input, input, double.IsNaN, slot => At(replacements, slot)),
        }, input.Annotations);
    }

    private protected override void SaveModel(ModelSaveContext ctx)
    {
        ctx.SetVersionInfo(Version);
        ctx.Writer.WritePairs(Pairs);
        foreach (var slots in _replacements)
        {
            ctx.Writer.Write(slots.Length);
            foreach (var slot in slots)
                ctx.Writer.Write(slot);
        }
    }

    private static MissingValueReplacingTransformer Create(IHostEnvironment env, ModelLoadContext ctx)
    {
        ctx.CheckAtModel(Version);
        var pairs = ctx.Reader.ReadPairs();
        var replacements = Array.ConvertAll(pairs, _ =>
        {
            var slots = new double[ctx.Reader.ReadInt32()];
            for (var i = 0; i < slots.Length; i++)
                slots[i] = ctx.Reader.ReadDouble();
            return slots;
        });
        return new MissingValueReplacingTransformer(env, pairs, replacements);
    }

    private static double At(double[] replacements, int slot) => replacements[Math.Min(slot, replacements.Length - 1)];

    private static ValueGetter<T> Scalar<T>(DataViewRow row, DataViewSchema.Column input, Func<T, T> replace)
    {
        var getter = row.GetGetter<T>(input);
        return (ref T value) =>
        {
            getter(ref value);
            value = replace(value);
        };
    }

    private static ValueGetter<VBuffer<T>> Vector<T>(DataViewRow row, DataViewSchema.Column input, Predicate<T> isMissing, Func<int, T> replacement)
    {
        var getter = row.GetGetter<VBuffer<T>>(input);
        VBuffer<T> source = default;
        return (ref VBuffer<T> value) =>
        {
            getter(ref source);
            source.CopyTo(ref value);
            var editor = VBufferEditor.CreateFromBuffer(ref value);
            var indices = value.GetIndices();
            for (var i = 0; i < editor.Values.Length; i++)
                if (isMissing(editor.Values[i]))
                    editor.Values[i] = replacement(value.IsDense ? i : indices[i]);
            value = editor.Commit();
        };
    }
}
