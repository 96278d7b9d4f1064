using Gan.Onnx.Bundles;

namespace Gan.Training.Tables;

/// <summary>How one column becomes what networks see, and comes back from it.</summary>
internal sealed record ColumnEncoding
{
    /// <summary>The column's place in the table.</summary>
    public required int Column { get; init; }

    /// <summary>Width of its one-hot block: categories or modes, and one more for a missing value where there are such; 0 where
    /// every row has the same value.</summary>
    public required int Block { get; init; }

    /// <summary>Where the block begins in an encoded row.</summary>
    public int BlockStart { get; init; }

    /// <summary>Whether a missing value has a place, the block's last.</summary>
    public bool HasMissing { get; init; }

    /// <summary>The modes of a column of numbers; null for categories.</summary>
    public IReadOnlyList<MixtureMode>? Modes { get; init; }

    /// <summary>Where the number's place within its mode lies in an encoded row; -1 for categories, and where no mode has a
    /// width.</summary>
    public int ScalarStart { get; init; } = -1;

    /// <summary>The smallest number there is.</summary>
    public float Minimum { get; init; }

    /// <summary>The largest number there is, or, where every row has the same value, that value.</summary>
    public float Maximum { get; init; }

    /// <summary>How many decimals numbers are rounded to; null for not at all.</summary>
    public int? Decimals { get; init; }

    /// <summary>The number that a mode and a place within it stand for, in the unit of the column, before it is
    /// rounded.</summary>
    /// <param name="mode">The mode.</param>
    /// <param name="place">The distance from its mean in units of four deviations, in [-1, 1].</param>
    public float Number(int mode, float place)
    {
        var (centre, width) = ((float)Modes![mode].Mean, (float)(4 * Modes[mode].Deviation));
        return Math.Clamp(place * width + centre, Minimum, Maximum);
    }

    /// <summary>A number as the column's are given.</summary>
    /// <param name="value">The number.</param>
    public float Round(float value) => Decimals is { } decimals ? MathF.Round(value * Unit(decimals)) / Unit(decimals) : value;

    /// <summary>Ten to the power of a number of decimals.</summary>
    internal static float Unit(int decimals) => MathF.Round(MathF.Pow(10, decimals));
}

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
