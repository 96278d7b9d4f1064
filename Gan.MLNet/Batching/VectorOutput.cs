using Gan.MLNet.Persistence;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Gan.MLNet.Batching;

/// <summary>Added columns of vectors of Single: hands out the rows of a matrix, and describes those whose slots have
/// names.</summary>
internal static class VectorOutput
{
    private const string SlotNames = "SlotNames";

    /// <summary>The column with a slot for each name.</summary>
    public static DataViewSchema.DetachedColumn Named(string column, IEnumerable<string> slots)
    {
        ReadOnlyMemory<char>[] names = [.. slots.Select(slot => slot.AsMemory())];
        var annotations = new DataViewSchema.Annotations.Builder();
        annotations.Add<VBuffer<ReadOnlyMemory<char>>>(
            SlotNames,
            new VectorDataViewType(TextDataViewType.Instance, names.Length),
            (ref VBuffer<ReadOnlyMemory<char>> value) => new VBuffer<ReadOnlyMemory<char>>(names.Length, names).CopyTo(ref value)
        );
        return new(column, new VectorDataViewType(NumberDataViewType.Single, names.Length), annotations.ToAnnotations());
    }

    /// <summary>The shape of such a column.</summary>
    public static SchemaShape.Column NamedShape(string column) =>
        MLNetInternals.ShapeColumn(
            column,
            SchemaShape.Column.VectorKind.Vector,
            NumberDataViewType.Single,
            false,
            MLNetInternals.ShapeColumn(SlotNames, SchemaShape.Column.VectorKind.Vector, TextDataViewType.Instance)
        );

    /// <summary>Makes a getter that copies row <paramref name="slot"/> of <paramref name="matrix"/>, of <paramref name="size"/>
    /// values each.</summary>
    public static ValueGetter<VBuffer<float>> Getter(float[] matrix, int size, Func<int> slot) =>
        (ref VBuffer<float> value) =>
        {
            int row = slot();
            VBufferEditor<float> editor = VBufferEditor.Create(ref value, size);
            matrix.AsSpan(row * size, size).CopyTo(editor.Values);
            value = editor.Commit();
        };
}
