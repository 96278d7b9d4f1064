using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

[assembly: LoadableClass(typeof(ITransformer), typeof(ColumnConcatenatingTransformer), null, typeof(SignatureLoadModel), "Concatenate", "ConcatTransform")]

namespace Microsoft.ML.Data;

public sealed class ColumnConcatenatingTransformer : RowToRowTransformerBase
{
    private static readonly VersionInfo Version = Models.Version("CONCATTR", "ConcatTransform");

    private readonly string _output;
    private readonly string[] _inputs;

    internal ColumnConcatenatingTransformer(IHostEnvironment env, string output, string[] inputs)
        : base(env.RegisterHost(nameof(ColumnConcatenatingTransformer)))
    {
        _output = output;
        _inputs = inputs;
    }

    private protected override IReadOnlyList<AddedColumn> AddColumns(DataViewSchema inputSchema)
    {
        var inputs = Array.ConvertAll(_inputs, name => inputSchema.Find(nameof(inputSchema), "input", name));
        var item = (PrimitiveDataViewType)inputs[0].Type.Item();
        foreach (var column in inputs)
            if (!column.Type.Item().Equals(item))
                throw Errors.Mismatch(nameof(inputSchema), "input", column.Name, item.ToString()!, column.Type.Item().ToString()!);
        var isKnown = Array.TrueForAll(inputs, column => column.Type.ValueCount() > 0);
        var size = isKnown ? inputs.Sum(column => column.Type.ValueCount()) : 0;
        return [new AddedColumn(_output, new VectorDataViewType(item, size), inputs,
            scope => Dispatch.Call<Delegate>(MakeGetter<int>, item.RawType, scope.Input, inputs), Annotate(inputs, isKnown))];
    }

    private protected override void SaveModel(ModelSaveContext ctx)
    {
        ctx.SetVersionInfo(Version);
        ctx.Writer.Write(_output);
        ctx.Writer.Write(_inputs.Length);
        foreach (var input in _inputs)
            ctx.Writer.Write(input);
    }

    private static ColumnConcatenatingTransformer Create(IHostEnvironment env, ModelLoadContext ctx)
    {
        ctx.CheckAtModel(Version);
        var output = ctx.Reader.ReadString();
        var inputs = new string[ctx.Reader.ReadInt32()];
        for (var i = 0; i < inputs.Length; i++)
            inputs[i] = ctx.Reader.ReadString();
        return new ColumnConcatenatingTransformer(env, output, inputs);
    }

    private static ValueGetter<VBuffer<T>> MakeGetter<T>(DataViewRow row, DataViewSchema.Column[] inputs)
    {
        var parts = new VBuffer<T>[inputs.Length];
        var readers = new Action[inputs.Length];
        for (var i = 0; i < inputs.Length; i++)
        {
            var at = i;
            if (inputs[i].Type is VectorDataViewType)
            {
                var getter = row.GetGetter<VBuffer<T>>(inputs[i]);
                readers[i] = () => getter(ref parts[at]);
            }
            else
            {
                var getter = row.GetGetter<T>(inputs[i]);
                var single = new T[1];
                parts[i] = new VBuffer<T>(1, single);
                readers[i] = () => getter(ref single[0]);
            }
        }
        return (ref VBuffer<T> value) =>
        {
            var length = 0;
            for (var i = 0; i < parts.Length; i++)
            {
                readers[i]();
                length += parts[i].Length;
            }
            var editor = VBufferEditor.Create(ref value, length);
            var start = 0;
            foreach (var part in parts)
            {
                part.CopyTo(editor.Values, start);
                start += part.Length;
            }
            value = editor.Commit();
        };
    }

    /// <summary>A scalar's slot is named after its column; a vector's slots keep their names, column first.</summary>
    private static DataViewSchema.Annotations Annotate(DataViewSchema.Column[] inputs, bool isKnown)
    {
        var builder = new DataViewSchema.Annotations.Builder();
        if (isKnown && Array.Exists(inputs, column => column.Type is not VectorDataViewType || column.HasSlotNames()))
        {
            var names = new List<ReadOnlyMemory<char>>();
            foreach (var column in inputs)
            {
                if (column.Type is not VectorDataViewType vector)
                {
                    names.Add(column.Name.AsMemory());
                    continue;
                }
                VBuffer<ReadOnlyMemory<char>> slots = new(vector.Size, 0, [], []);
                if (column.HasSlotNames())
                    column.GetSlotNames(ref slots);
                foreach (var slot in slots.DenseValues())
                    names.Add(slot.IsEmpty || inputs.Length == 1 ? slot : $"{column.Name}.{slot}".AsMemory());
            }
            builder.AddTexts(AnnotationNames.SlotNames, [.. names]);
        }
        if (Array.TrueForAll(inputs, column => column.IsNormalized()))
            builder.AddPrimitiveValue(AnnotationNames.IsNormalized, BooleanDataViewType.Instance, true);
        return builder.ToAnnotations();
    }
}
