using System.Globalization;
using Gan.Training.Evaluation;

namespace Gan.Benchmarks.Gates;

/// <summary>The 25-Gaussian grid.</summary>
internal sealed class GridGate : Gate
{
    public override string Name => "grid";

    public override string Protocol =>
        $"25 Gaussians at {{-4, -2, 0, 2, 4}}², sigma 0.05; {ToyRun.TrainingRows:N0} training rows, {ToyRecipes.Steps:N0} "
        + $"generator steps of recipe r3gan, {ToyRun.Samples:N0} samples; "
        + "high quality: within 3 sigma of a mode; a mode counts with one such sample";

    public override string Published =>
        "PacGAN code: GAN 17.3±0.8 modes, 94.8 %; ALI 24.1, 95.7 %; PacGAN4 24.8±0.2, 93.6 %, reverse KL 0.04. VEEGAN code: "
        + "Unrolled 23.6, 16 %; VEEGAN 24.6, 40 %";

    public override string Demand =>
        "25 of 25 modes in at least 9 of 10 seeds, high quality at least 95 %, reverse KL at most 0.04 (means)";

    protected override IReadOnlyDictionary<string, double> Measure(string variant, int seed) =>
        ToyRun.Measure(ToyRecipes.Recommended, GaussianMixture.Grid, ToyRecipes.Steps, seed);

    protected override (string Ours, bool Passed) Verdict(IReadOnlyList<SeedRow> rows)
    {
        var (modes, quality, divergence) = (Of(rows, "modes"), Of(rows, "high quality"), Of(rows, "reverse KL"));
        var all = modes.Count(m => m == 25);
        return (
            string.Create(
                CultureInfo.InvariantCulture,
                $"25 modes in {all} of {rows.Count} seeds, {modes.Average():0.0} on average; high quality "
                    + $"{quality.Average():P1}; "
            ) + $"reverse KL {MeanAndDeviation(divergence)}",
            all >= 0.9 * rows.Count && quality.Average() >= 0.95 && divergence.Average() <= 0.04
        );
    }
}
