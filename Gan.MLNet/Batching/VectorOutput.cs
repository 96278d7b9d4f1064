using Microsoft.ML;
using Microsoft.ML.Data;

namespace Gan.MLNet.Batching;

/// <summary>Hands out the rows of a matrix as dense vectors.</summary>
internal static class VectorOutput
{
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
