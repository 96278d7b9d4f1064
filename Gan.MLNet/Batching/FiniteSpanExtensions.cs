using System.Numerics;
using System.Runtime.InteropServices;

namespace Gan.MLNet.Batching;

/// <summary>A check that every value is a number.</summary>
internal static class FiniteSpanExtensions
{
    /// <summary>The index of the first NaN or infinity, or -1.</summary>
    public static int IndexOfNotFinite(this ReadOnlySpan<float> values)
    {
        // x - x is 0 for finite x and NaN otherwise, so whole vectors can be checked by one comparison.
        ReadOnlySpan<Vector<float>> vectors = MemoryMarshal.Cast<float, Vector<float>>(values);
        int finite = 0;
        while (finite < vectors.Length && Vector.EqualsAll(vectors[finite] - vectors[finite], Vector<float>.Zero))
            finite++;
        for (int i = finite * Vector<float>.Count; i < values.Length; i++)
        {
            if (!float.IsFinite(values[i]))
                return i;
        }

        return -1;
    }
}
