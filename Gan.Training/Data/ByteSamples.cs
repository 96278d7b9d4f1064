using Gan.Onnx;
using Gan.Onnx.Bundles;

namespace Gan.Training.Data;

/// <summary>Pictures of bytes as the numbers that a data set holds.</summary>
internal static class ByteSamples
{
    /// <summary>0 to 255.</summary>
    public static ValueRange Range => new() { Minimum = 0, Maximum = 255 };

    /// <summary>Room for samples.</summary>
    /// <exception cref="GanException">They are more than one array holds.</exception>
    public static float[] Allocate(string name, long count, long size)
    {
        if (count * size > Array.MaxLength)
            throw new GanException(
                $"The data '{name}' are {count} samples of {size} values, more than the {Array.MaxLength} that one data set "
                    + $"can hold. "
                    + "Take fewer or smaller samples."
            );
        return new float[count * size];
    }

    /// <summary>Each byte as a number.</summary>
    public static void Convert(ReadOnlySpan<byte> bytes, Span<float> values)
    {
        for (var i = 0; i < bytes.Length; i++)
            values[i] = bytes[i];
    }
}
