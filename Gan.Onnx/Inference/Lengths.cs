namespace Gan.Onnx.Inference;

/// <summary>Checks spans that hold rows one after the other.</summary>
internal static class Lengths
{
    /// <summary>How many rows of <paramref name="size"/> values a span of <paramref name="length"/> holds.</summary>
    /// <exception cref="ArgumentException">It does not hold whole rows.</exception>
    public static int Rows(int length, int size, string what, string parameter)
    {
        var (rows, rest) = Math.DivRem(length, size);
        return rest == 0
            ? rows
            : throw new ArgumentException(
                $"A {what} has {size} values, but {length} values were given, which is no multiple of that.",
                parameter
            );
    }

    /// <exception cref="ArgumentException">A class number is none of those there are.</exception>
    public static void RequireLabels(ReadOnlySpan<long> labels, int count, string parameter)
    {
        for (var row = 0; row < labels.Length; row++)
        {
            if ((ulong)labels[row] >= (ulong)count)
                throw new ArgumentException(
                    $"Row {row} has the label {labels[row]}; labels are class numbers from 0 to {count - 1}.",
                    parameter
                );
        }
    }

    /// <exception cref="ArgumentException">The span is not as long as that many rows.</exception>
    public static void Require(int length, int rows, int size, string parameter)
    {
        if (length != (long)rows * size)
        {
            throw new ArgumentException(
                $"{rows} rows of {size} values take {(long)rows * size} values, but '{parameter}' has {length}.",
                parameter
            );
        }
    }
}
