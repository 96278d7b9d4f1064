namespace Gan.Training.Evaluation;

/// <summary>Intervals from resampling: B. Efron, "Bootstrap Methods: Another Look at the Jackknife", 1979.</summary>
/// <remarks>Resampled sets hold some rows more than once, which makes distances between sets larger on average. The percentiles
/// are therefore moved so that the resampled figures' mean lies on the figure itself: the interval tells of the spread, not of
/// that bias.</remarks>
public static class Bootstrap
{
    private const double Tail = 0.025;

    /// <summary>The interval of any figure of a number of rows.</summary>
    /// <param name="figure">The figure of all rows.</param>
    /// <param name="rows">How many rows.</param>
    /// <param name="resamples">How many times rows are drawn, as many as there are, with replacement; at least 20.</param>
    /// <param name="seed">Fixes the draws.</param>
    /// <param name="statistic">The figure of some rows.</param>
    /// <param name="cancellation">Checked before each.</param>
    public static ConfidenceInterval Interval(
        double figure,
        int rows,
        int resamples,
        int seed,
        Func<int[], double> statistic,
        CancellationToken cancellation = default
    )
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rows, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(resamples, 20);
        ArgumentNullException.ThrowIfNull(statistic);
        var random = new Random(seed);
        var drawn = new int[rows];
        var figures = new double[resamples];
        for (var i = 0; i < resamples; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            for (var row = 0; row < rows; row++)
                drawn[row] = random.Next(rows);
            figures[i] = statistic(drawn);
        }

        return Around(figure, figures);
    }

    /// <summary>The interval of a figure from those of resamples.</summary>
    /// <param name="figure">The figure of all rows.</param>
    /// <param name="resampled">The resamples' figures, which are sorted.</param>
    internal static ConfidenceInterval Around(double figure, double[] resampled)
    {
        var shift = figure - resampled.Average();
        Array.Sort(resampled);
        return new ConfidenceInterval(Percentile(resampled, Tail) + shift, Percentile(resampled, 1 - Tail) + shift);
    }

    /// <summary>The interval of a mean.</summary>
    /// <param name="values">The values whose mean is the figure; at least one.</param>
    /// <param name="resamples">How many times they are drawn; at least 20.</param>
    /// <param name="seed">Fixes the draws.</param>
    public static ConfidenceInterval OfMean(IReadOnlyList<double> values, int resamples, int seed)
    {
        ArgumentNullException.ThrowIfNull(values);
        var interval = Interval(values.Average(), values.Count, resamples, seed, rows => rows.Sum(r => values[r]) / rows.Length);
        // No mean lies outside of its values: a share is never below 0, moved or not.
        return new ConfidenceInterval(Math.Max(values.Min(), interval.Low), Math.Min(values.Max(), interval.High));
    }

    /// <summary>A percentile of sorted values, linear between them.</summary>
    /// <param name="sorted">Rising values; at least one.</param>
    /// <param name="share">Which: 0 the smallest, 0.5 the median, 1 the largest.</param>
    internal static double Percentile(double[] sorted, double share)
    {
        var place = share * (sorted.Length - 1);
        var lower = (int)place;
        return lower + 1 < sorted.Length ? sorted[lower] + (place - lower) * (sorted[lower + 1] - sorted[lower]) : sorted[^1];
    }
}
