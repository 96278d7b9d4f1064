using Gan.Onnx.Bundles;

namespace Gan.Training.Tables;

/// <summary>How finely the numbers of a column are given.</summary>
internal static class NumberDecimals
{
    /// <summary>The fewest decimals with which every number can be written; null for more than
    /// <see cref="BundleTable.MaximumDecimals"/>.</summary>
    public static int? Of(IReadOnlyList<float> values)
    {
        for (var decimals = 0; decimals <= BundleTable.MaximumDecimals; decimals++)
        {
            var unit = ColumnEncoding.Unit(decimals);
            // The nearest float of a number with so many decimals is that number's.
            if (values.All(v => MathF.Round(v * unit) / unit == v))
                return decimals;
        }

        return null;
    }
}
