using System.Text.Json.Serialization;

namespace Gan.Onnx.Bundles;

/// <summary>How to read the discriminator's score.</summary>
public sealed record BundleScore
{
    /// <summary>The only accepted value of <see cref="Direction"/>.</summary>
    public const string HigherIsAbnormal = "higher-is-abnormal";

    /// <summary>Always <see cref="HigherIsAbnormal"/>: the graph already turns its score so.</summary>
    public string Direction { get; init; } = HigherIsAbnormal;

    /// <summary>A sample is called abnormal when its score is above this; finite.</summary>
    public required double Threshold { get; init; }

    /// <summary>The share of normal samples that the threshold calls abnormal: at least 0 and less than 1.</summary>
    public required double Contamination { get; init; }

    /// <summary>The number of classes whose numbers the discriminator also takes, as input <c>label</c>; 0, the default, for
    /// none. Then it is the number of <see cref="BundleData.Labels"/>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int LabelCount { get; init; }

    /// <summary>How scores become probabilities; null where the bundle does not say, as those of formats 1 and 2.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public ScoreCalibration? Calibration { get; init; }
}

/// <summary>Turns an anomaly score into a probability by Gaussian scaling: H.-P. Kriegel, P. Kröger, E. Schubert, A. Zimek,
/// "Interpreting and Unifying Outlier Scores", SDM 2011, section 3.2.</summary>
/// <remarks>The scores of the training rows are taken as normally distributed; a score's probability is how much more of that
/// distribution lies as near to the mean as the score does, and 0 at and below the mean: max(0, erf((score - mean) / (sqrt(2)
/// standard deviation))). It never falls as the score rises, so it ranks rows as the score does, but for ties.</remarks>
public sealed record ScoreCalibration
{
    /// <summary>The only accepted value of <see cref="Method"/>.</summary>
    public const string GaussianScaling = "gaussian-scaling";

    /// <summary>Always <see cref="GaussianScaling"/>.</summary>
    public string Method { get; init; } = GaussianScaling;

    /// <summary>The mean of the training rows' scores; finite.</summary>
    public required double Mean { get; init; }

    /// <summary>Their standard deviation; finite and above 0.</summary>
    public required double StandardDeviation { get; init; }

    /// <summary>The probability that a row with this score is abnormal, in [0, 1]; NaN for NaN.</summary>
    /// <param name="score">An anomaly score of the bundle's discriminator.</param>
    public float Probability(float score) => (float)PositiveErf((score - Mean) / (Math.Sqrt(2) * StandardDeviation));

    /// <summary>The error function, and 0 below 0.</summary>
    private static double PositiveErf(double x)
    {
        const double AllOne = 6; // erf(6) rounds to 1
        if (x <= 0)
            return 0;
        if (x >= AllOne)
            return 1;
        if (double.IsNaN(x))
            return x;
        // 2 / sqrt(pi) exp(-x^2) (x + 2 x^3 / 3 + 4 x^5 / 15 + ...): every term is positive, so nothing cancels.
        double term = x,
            sum = x;
        for (var n = 1; term > sum * 1e-17; n++)
        {
            term *= 2 * x * x / (2 * n + 1);
            sum += term;
        }

        return Math.Min(1, 2 / Math.Sqrt(Math.PI) * Math.Exp(-x * x) * sum);
    }
}

/// <summary>The threshold that a share of scores exceeds.</summary>
internal static class ScoreThreshold
{
    /// <summary>The smallest of the scores that at most the share of them exceeds.</summary>
    /// <param name="scores">Scores of rows as they come; at least one.</param>
    /// <param name="contamination">The share to call abnormal: at least 0 and less than 1.</param>
    public static float Of(IEnumerable<float> scores, double contamination)
    {
        float[] sorted = [.. scores.Order()];
        // As a decimal number, which people mean: 45 of 100 is not a little less, and 55 of 100 not a little more.
        var above = (int)Math.Floor((decimal)contamination * sorted.Length);
        return sorted[Math.Max(0, sorted.Length - 1 - above)];
    }

    /// <exception cref="ArgumentOutOfRangeException">The contamination is out of (0, 0.5].</exception>
    public static void RequireContamination(double contamination)
    {
        if (contamination is not (> 0 and <= 0.5))
            throw new ArgumentOutOfRangeException(
                nameof(contamination),
                contamination,
                "The contamination must be above 0 and at most 0.5."
            );
    }
}
