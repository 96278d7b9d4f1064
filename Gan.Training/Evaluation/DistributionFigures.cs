namespace Gan.Training.Evaluation;

/// <summary>The figures that compare generated with real samples.</summary>
internal static class DistributionFigures
{
    private const int KernelSubsets = 100,
        KernelSubsetSize = 1000,
        ScoreParts = 10,
        ManifoldNeighbour = 3,
        DensityNeighbour = 5;

    public delegate IEnumerable<EvaluationFigure> Measure(EvaluationSets sets, CancellationToken cancellation);

    /// <summary>Each with what is shown while it is measured.</summary>
    public static IReadOnlyList<(string What, Measure Measure)> All { get; } =
    [
        ("Fréchet distance", Frechet),
        ("kernel distance", Kernel),
        ("class score and coverage of classes", Classes),
        ("precision and recall", Manifold),
        ("density and coverage", Density),
        ("memorization", Memorization),
    ];

    private static IEnumerable<EvaluationFigure> Frechet(EvaluationSets sets, CancellationToken cancellation)
    {
        var real = GaussianStatistics.Of(sets.Real.Features);
        var generated = sets.Generated.Features;
        var name = EvaluationNames.Frechet(sets.Network);
        var value = FrechetDistance.Between(real, GaussianStatistics.Of(generated));
        var resamples = sets.CostlyResamples;
        var interval =
            resamples == 0
                ? null
                : Bootstrap.Interval(
                    value,
                    generated.Count,
                    resamples,
                    sets.Settings.Seed,
                    rows => FrechetDistance.Between(real, GaussianStatistics.Of(generated.Select(rows))),
                    cancellation
                );
        yield return sets.Figure(
            name,
            value,
            "lower",
            $"{generated.Size} features, interval from {resamples} resamples of the generated samples",
            interval
        );

        // What real samples have from each other tells which size of figure is small.
        var (floor, how) = sets.HeldOut is { } heldOut
            ? (
                FrechetDistance.Between(real, GaussianStatistics.Of(heldOut.Features)),
                $"{heldOut.Features.Count} held-out rows against the real rows"
            )
            : (BetweenHalves(sets.Real.Features, sets.Settings.Seed), "one half of the real rows against the other");
        yield return sets.Figure($"{name}, real against real", floor, "a yardstick; few rows make it larger", how);
    }

    private static double BetweenHalves(FeatureMatrix features, int seed)
    {
        var rows = Enumerable.Range(0, features.Count).ToArray();
        new Random(seed).Shuffle(rows);
        return FrechetDistance.Between(features.Select(rows[..(rows.Length / 2)]), features.Select(rows[(rows.Length / 2)..]));
    }

    private static IEnumerable<EvaluationFigure> Kernel(EvaluationSets sets, CancellationToken cancellation)
    {
        var found = KernelDistance.Between(
            sets.Real.Features,
            sets.Generated.Features,
            KernelSubsets,
            KernelSubsetSize,
            sets.Settings.Seed,
            cancellation
        );
        var (resamples, seed) = (sets.Settings.Resamples, sets.Settings.Seed);
        yield return sets.Figure(
            EvaluationNames.Kernel(sets.Network),
            found.Mean,
            "lower",
            $"mean of {KernelSubsets} subsets of {found.SubsetSize}, interval from {resamples} resamples of the generated "
                + "samples",
            resamples == 0
                ? null
                : found.Interval(
                    sets.Real.Features,
                    sets.Generated.Features,
                    resamples,
                    sets.Settings.MaximumPaired,
                    seed,
                    cancellation
                )
        );
    }

    private static IEnumerable<EvaluationFigure> Classes(EvaluationSets sets, CancellationToken cancellation)
    {
        var (count, probabilities) = (sets.Generated.Features.Count, sets.Generated.Probabilities);
        if (probabilities.Length == 0)
            yield break;
        var classes = probabilities.Length / count;
        var (score, parts) = (ClassScore.Of(probabilities, classes), ClassScore.OfParts(probabilities, classes, ScoreParts));
        var interval =
            sets.Settings.Resamples == 0
                ? null
                : Bootstrap.Interval(
                    score,
                    count,
                    sets.Settings.Resamples,
                    sets.Settings.Seed,
                    rows => ClassScore.Of(probabilities, classes, rows),
                    cancellation
                );
        yield return sets.Figure(
            EvaluationNames.ClassScore(sets.Network),
            score,
            "higher",
            string.Create(
                System.Globalization.CultureInfo.InvariantCulture,
                $"exp of the mean divergence from the marginal; the mean of {ScoreParts} parts is {parts.Average():F3}, real "
                    + $"rows have {ClassScore.Of(sets.Real.Probabilities, classes):F3}"
            ),
            interval
        );

        var coverage = ClassCoverage.Of(sets.Real.LikeliestClasses(classes), sets.Generated.LikeliestClasses(classes), classes);
        yield return sets.Figure(
            EvaluationNames.Of(sets.Network, "classes covered"),
            coverage.Covered,
            "higher",
            $"of {coverage.Classes}; by the likeliest class"
        );
        yield return sets.Figure(
            EvaluationNames.Of(sets.Network, "KL over classes"),
            coverage.Divergence,
            "lower",
            "generated from real, nats, by the likeliest class of either"
        );
    }

    private static IEnumerable<EvaluationFigure> Manifold(EvaluationSets sets, CancellationToken cancellation)
    {
        var (real, generated) = sets.Paired();
        var found = PrecisionRecall.Of(real, generated, ManifoldNeighbour, cancellation);
        var how = $"neighbour {ManifoldNeighbour}, {real.Count} of each, balls held fixed in the interval";
        yield return sets.Mean(EvaluationNames.Of(sets.Network, "precision"), found.Realistic, "higher", how);
        yield return sets.Mean(EvaluationNames.Of(sets.Network, "recall"), found.Reached, "higher", how);
        yield return sets.Figure(
            EvaluationNames.Of(sets.Network, "F1"),
            found.F1,
            "higher",
            $"harmonic mean of precision and recall, {real.Count} of each"
        );
    }

    private static IEnumerable<EvaluationFigure> Density(EvaluationSets sets, CancellationToken cancellation)
    {
        var (real, generated) = sets.Paired();
        var found = DensityCoverage.Of(real, generated, DensityNeighbour, cancellation);
        var how = $"neighbour {DensityNeighbour}, {real.Count} of each, balls held fixed in the interval";
        yield return sets.Mean(EvaluationNames.Of(sets.Network, "density"), found.Densities, "about 1", how);
        yield return sets.Mean(EvaluationNames.Of(sets.Network, "coverage"), found.Reached, "higher", how);
    }

    private static IEnumerable<EvaluationFigure> Memorization(EvaluationSets sets, CancellationToken cancellation)
    {
        // A copied row must be found wherever it stands, so every row is looked at.
        var (real, generated) = (sets.Real.Features, sets.Generated.Features);
        var found = MemorizationCheck.Of(generated, real, sets.HeldOut?.Features, cancellation);
        var how =
            $"{generated.Count} generated samples, {real.Count} training rows, "
            + (sets.HeldOut is { } heldOut ? $"{heldOut.Features.Count} held-out rows" : "each training row left out in turn");
        yield return sets.Figure(
            EvaluationNames.Of(sets.Network, "nearer to training rows than real"),
            found.Closeness,
            "about 0.5; near 1 are copies",
            how
        );
        yield return sets.Figure(
            EvaluationNames.Of(sets.Network, "nearest distance, of the real median"),
            found.MedianRatio,
            "about 1",
            how
        );
        yield return sets.Figure(
            EvaluationNames.Of(sets.Network, "near copies, % of samples"),
            100.0 * found.NearCopies / generated.Count,
            "about 1 or less",
            how + "; nearer than 99 % of real rows"
        );
    }
}
