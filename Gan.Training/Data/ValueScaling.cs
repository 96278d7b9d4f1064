using Gan.Onnx.Bundles;
using static TorchSharp.torch;

namespace Gan.Training.Data;

/// <summary>Maps values between the data's own range and [-1, 1], which networks see. The exported graphs hold the same
/// mapping.</summary>
internal static class ValueScaling
{
    /// <summary>From the data's own range to [-1, 1].</summary>
    public static Tensor ToNetwork(Tensor values, ValueRange range) => (values - Middle(range)) / Half(range);

    /// <summary>From [-1, 1] to the data's own range.</summary>
    public static Tensor FromNetwork(Tensor values, ValueRange range) => values * Half(range) + Middle(range);

    /// <summary>From the smallest value that is there to the largest; widened where there is but one, or none.</summary>
    public static ValueRange RangeOf(ReadOnlySpan<float> values)
    {
        var (low, high) = (float.PositiveInfinity, float.NegativeInfinity);
        foreach (var value in values)
        {
            // Comparisons with NaN are false.
            if (value < low && value > float.NegativeInfinity)
                low = value;
            if (value > high && value < float.PositiveInfinity)
                high = value;
        }

        if (low > high)
            (low, high) = (0, 0);
        return low < high
            ? new ValueRange { Minimum = low, Maximum = high }
            : new ValueRange { Minimum = low - 1, Maximum = high + 1 };
    }

    /// <summary>Half the range's width.</summary>
    public static double Half(ValueRange range) => (range.Maximum - range.Minimum) / 2;

    /// <summary>The range's middle.</summary>
    public static double Middle(ValueRange range) => (range.Minimum + range.Maximum) / 2;
}
