using System.Text.Json.Serialization;

namespace Gan.Onnx.Bundles;

/// <summary>Turns an anomaly score into a probability by Gaussian scaling: H.-P. Kriegel, P. Kröger, E. Schubert, A. Zimek,
/// "Interpreting and
/// Unifying Outlier Scores", SDM 2011, section 3.2.</summary>
/// <remarks>The scores of the training rows are taken as normally distributed; a score's probability is how much more of that
/// distribution
/// lies as near to the mean as the score does, and 0 at and below the mean: max(0, erf((score - mean) / (sqrt(2) standard
/// deviation))). It
/// never falls as the score rises, so it ranks rows as the score does, but for ties.</remarks>
public sealed record ScoreCalibration
{
    /// <summary>The only accepted value of <see cref="Method"/>.</summary>
    public const string GaussianScaling = "gaussian-scaling";

    /// <summary>Always <see cref="GaussianScaling"/>.</summary>
    [JsonRequired]
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
