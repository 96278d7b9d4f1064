namespace Gan.Training.Tables;

/// <summary>A mixture of normal distributions on numbers, fitted by variational Bayes, which empties the components that the data
/// do not need: C. Bishop, "Pattern Recognition and Machine Learning" (2006), section 10.2, in one dimension.</summary>
/// <remarks>Priors: a symmetric Dirichlet of 0.001 on the weights; on each mean and precision a Gaussian-Wishart with the data's
/// mean, the confidence of 1/1000 of an observation and 1/1000 of the data's variance, so that narrow modes far from the mean
/// stay narrow. Deterministic: components begin at the data's quantiles.</remarks>
internal static class BayesianGaussianMixture
{
    private const double WeightPrior = 1e-3,
        MeanConfidence = 1e-3,
        DegreesOfFreedom = 1,
        VariancePrior = 1e-3;
    private const int MaximumRows = 5000,
        MaximumIterations = 300;
    private const double Tolerance = 1e-5;

    /// <summary>Fits a mixture.</summary>
    /// <param name="values">The numbers, all finite; of more than 5,000 so many are used, evenly spaced in their order.</param>
    /// <param name="maximumModes">The most components; at least 1.</param>
    /// <param name="weightThreshold">Components with a smaller share are dropped, in [0, 1).</param>
    /// <returns>The components by rising mean; their weights add up to 1.</returns>
    public static IReadOnlyList<MixtureMode> Fit(
        IReadOnlyList<double> values,
        int maximumModes = 10,
        double weightThreshold = 0.005
    )
    {
        ArgumentNullException.ThrowIfNull(values);
        ArgumentOutOfRangeException.ThrowIfZero(values.Count, nameof(values));
        ArgumentOutOfRangeException.ThrowIfLessThan(maximumModes, 1);
        double[] x = Sorted(values);
        var (mean, deviation) = (x.Average(), 0.0);
        deviation = Math.Sqrt(x.Average(v => (v - mean) * (v - mean)));
        // All but equal, whatever their unit: nothing to tell apart.
        if (!(deviation > 1e-12 * Math.Max(Math.Abs(x[0]), Math.Abs(x[^1]))))
            return [new MixtureMode(1, mean, 0)];
        for (var i = 0; i < x.Length; i++)
            x[i] = (x[i] - mean) / deviation;
        var modes = Iterate(x, Math.Min(maximumModes, x.Distinct().Take(maximumModes).Count()));
        MixtureMode[] kept = [.. modes.Where(m => m.Weight > weightThreshold)];
        if (kept.Length == 0)
            kept = [modes.MaxBy(m => m.Weight)!];
        var total = kept.Sum(m => m.Weight);
        return
        [
            .. kept.Select(m => new MixtureMode(m.Weight / total, m.Mean * deviation + mean, m.Deviation * deviation))
                .OrderBy(m => m.Mean),
        ];
    }

    private static double[] Sorted(IReadOnlyList<double> values)
    {
        double[] sorted = [.. values.Order()];
        if (sorted.Length <= MaximumRows)
            return sorted;
        return [.. Enumerable.Range(0, MaximumRows).Select(i => sorted[(int)((i + 0.5) * sorted.Length / MaximumRows)])];
    }

    private static MixtureMode[] Iterate(double[] x, int count)
    {
        // First responsibilities: each number belongs to the nearest of the quantiles' clusters.
        var weights = new double[count];
        var responsibilities = new double[count][];
        var clusters = Clusters(x, count);
        for (var k = 0; k < count; k++)
            responsibilities[k] = [.. x.Select((_, i) => clusters[i] == k ? 1.0 : 0)];
        var (means, scales, freedoms, confidences) = (new double[count], new double[count], new double[count], new double[count]);
        var logs = new double[count];
        for (var iteration = 0; iteration < MaximumIterations; iteration++)
        {
            var moved = 0.0;
            for (var k = 0; k < count; k++)
            {
                // Equations 10.51 to 10.53 and 10.58 to 10.63; scales holds the inverse of W.
                var (n, sum) = (1e-10, 0.0);
                for (var i = 0; i < x.Length; i++)
                {
                    n += responsibilities[k][i];
                    sum += responsibilities[k][i] * x[i];
                }

                var (centre, spread) = (sum / n, 0.0);
                for (var i = 0; i < x.Length; i++)
                    spread += responsibilities[k][i] * (x[i] - centre) * (x[i] - centre);
                moved = Math.Max(moved, Math.Abs(weights[k] - (WeightPrior + n)) / x.Length);
                weights[k] = WeightPrior + n;
                confidences[k] = MeanConfidence + n;
                means[k] = n * centre / confidences[k];
                freedoms[k] = DegreesOfFreedom + n;
                scales[k] = VariancePrior + spread + MeanConfidence * n / confidences[k] * centre * centre;
            }

            if (moved < Tolerance)
                break;
            var all = Digamma(weights.Sum());
            for (var k = 0; k < count; k++)
                // Equations 10.65 and 10.66: half the expected log precision, and the expected log weight.
                logs[k] = 0.5 * (Digamma(freedoms[k] / 2) + Math.Log(2 / scales[k])) + Digamma(weights[k]) - all;
            Respond(x, responsibilities, means, scales, freedoms, confidences, logs);
        }

        var total = weights.Sum();
        return
        [
            .. Enumerable
                .Range(0, count)
                .Select(k => new MixtureMode(weights[k] / total, means[k], Math.Sqrt(scales[k] / freedoms[k]))),
        ];
    }

    /// <summary>Equations 10.46 and 10.64.</summary>
    private static void Respond(
        double[] x,
        double[][] responsibilities,
        double[] means,
        double[] scales,
        double[] freedoms,
        double[] confidences,
        double[] logs
    )
    {
        var count = means.Length;
        for (var i = 0; i < x.Length; i++)
        {
            var largest = double.NegativeInfinity;
            for (var k = 0; k < count; k++)
            {
                var distance = x[i] - means[k];
                var log = logs[k] - 0.5 * (1 / confidences[k] + freedoms[k] / scales[k] * distance * distance);
                responsibilities[k][i] = log;
                largest = Math.Max(largest, log);
            }

            var sum = 0.0;
            for (var k = 0; k < count; k++)
                sum += responsibilities[k][i] = Math.Exp(responsibilities[k][i] - largest);
            for (var k = 0; k < count; k++)
                responsibilities[k][i] /= sum;
        }
    }

    /// <summary>Lloyd's algorithm from the quantiles of sorted numbers.</summary>
    private static int[] Clusters(double[] x, int count)
    {
        double[] centres = [.. Enumerable.Range(0, count).Select(k => x[(int)((k + 0.5) * x.Length / count)])];
        var clusters = new int[x.Length];
        for (var iteration = 0; iteration < 20; iteration++)
        {
            for (var i = 0; i < x.Length; i++)
                clusters[i] = Enumerable.Range(0, count).MinBy(k => Math.Abs(x[i] - centres[k]));
            for (var k = 0; k < count; k++)
            {
                var own = x.Where((_, i) => clusters[i] == k).DefaultIfEmpty(centres[k]);
                centres[k] = own.Average();
            }
        }

        return clusters;
    }

    /// <summary>The derivative of the logarithm of the gamma function, for positive arguments: recurrence, then the asymptotic
    /// series.</summary>
    internal static double Digamma(double x)
    {
        var result = 0.0;
        for (; x < 6; x++)
            result -= 1 / x;
        var square = 1 / (x * x);
        return result + Math.Log(x) - 0.5 / x - square * (1.0 / 12 - square * (1.0 / 120 - square * (1.0 / 252 - square / 240)));
    }
}

/// <summary>A component of a mixture of normal distributions on numbers.</summary>
/// <param name="Weight">Its share, in (0, 1].</param>
/// <param name="Mean">Its mean.</param>
/// <param name="Deviation">Its standard deviation; 0 for a single value.</param>
internal sealed record MixtureMode(double Weight, double Mean, double Deviation);
