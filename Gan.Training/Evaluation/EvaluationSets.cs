using Gan.Training.Evaluation.Features;

namespace Gan.Training.Evaluation;

/// <summary>What the figures of an evaluation are measured on.</summary>
internal sealed record EvaluationSets(
    IFeatureNetwork Network,
    EvaluationSettings Settings,
    FeatureBatch Generated,
    FeatureBatch Real,
    FeatureBatch? HeldOut,
    string Protocol
)
{
    // Every resample of features this wide costs seconds.
    private const int WideFeatures = 256;

    /// <summary>Resamples behind an interval of a figure that is measured anew for each.</summary>
    public int CostlyResamples => Generated.Features.Size > WideFeatures ? Math.Min(20, Settings.Resamples) : Settings.Resamples;

    /// <summary>As many generated as real samples, for figures that compare every pair.</summary>
    public (FeatureMatrix Real, FeatureMatrix Generated) Paired()
    {
        var count = Math.Min(Settings.MaximumPaired, Math.Min(Real.Features.Count, Generated.Features.Count));
        return (First(Real.Features, count), First(Generated.Features, count));
    }

    /// <summary>A figure that is a mean over rows, with its interval.</summary>
    public EvaluationFigure Mean(string name, IReadOnlyList<double> rows, string better, string how) =>
        Figure(
            name,
            rows.Average(),
            better,
            how,
            Settings.Resamples == 0 ? null : Bootstrap.OfMean(rows, Settings.Resamples, Settings.Seed)
        );

    public EvaluationFigure Figure(string name, double value, string better, string how, ConfidenceInterval? interval = null) =>
        new(name, value, better, $"{how}; {Protocol}") { Interval = interval };

    private FeatureMatrix First(FeatureMatrix features, int count)
    {
        if (features.Count == count)
            return features;
        var rows = Enumerable.Range(0, features.Count).ToArray();
        new Random(Settings.Seed).Shuffle(rows);
        return features.Select(rows[..count]);
    }
}
