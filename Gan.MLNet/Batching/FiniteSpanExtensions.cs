using System.Numerics;
using System.Runtime.InteropServices;

namespace Gan.MLNet.Batching;

/// <summary>A check that every value is a number.</summary>
internal static class FiniteSpanExtensions
{
    /// <summary>The index of the first NaN or infinity, or -1.</summary>
    public static int IndexOfNotFinite(this ReadOnlySpan<float> values)
    {
        // Of NaN and the infinities, and of them alone, all bits of the exponent are set: the largest exponent tells of the whole
        // span without a branch a vector.
        ReadOnlySpan<Vector<int>> vectors = MemoryMarshal.Cast<float, Vector<int>>(values);
        var exponent = new Vector<int>(0x7F800000);
        Vector<int> largest = Vector<int>.Zero;
        foreach (Vector<int> vector in vectors)
            largest = Vector.Max(largest, vector & exponent);
        bool finite = !Vector.EqualsAny(largest, exponent);
        for (int i = finite ? vectors.Length * Vector<int>.Count : 0; i < values.Length; i++)
        {
            if (!float.IsFinite(values[i]))
                return i;
        }

        return -1;
    }
}
