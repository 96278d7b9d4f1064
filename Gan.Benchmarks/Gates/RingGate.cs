using System.Globalization;
using Gan.Training.Evaluation;

namespace Gan.Benchmarks.Gates;

/// <summary>The ring of eight Gaussians.</summary>
internal sealed class RingGate : Gate
{
    public override string Name => "ring";

    public override string Protocol =>
        $"8 Gaussians on a circle of radius 2, sigma 0.02; {ToyRun.TrainingRows:N0} training rows, {ToyRecipes.Steps:N0} "
        + $"generator steps of recipe r3gan, {ToyRun.Samples:N0} samples; "
        + "counted as on the grid";

    public override string Published => "PacGAN2 7.9±0.1 modes, 95.6 %; GAN 6.3; VEEGAN 8, 52.9 %";

    public override string Demand => "8 of 8 modes in every seed, high quality at least 97 % (mean)";

    protected override IReadOnlyDictionary<string, double> Measure(string variant, int seed) =>
        ToyRun.Measure(ToyRecipes.Recommended, GaussianMixture.Ring, ToyRecipes.Steps, seed);

    protected override (string Ours, bool Passed) Verdict(IReadOnlyList<SeedRow> rows)
    {
        var (modes, quality) = (Of(rows, "modes"), Of(rows, "high quality"));
        var all = modes.Count(m => m == 8);
        return (
            string.Create(
                CultureInfo.InvariantCulture,
                $"8 modes in {all} of {rows.Count} seeds; high quality {quality.Average():P1} ({quality.Min():P1} to "
                    + $"{quality.Max():P1})"
            ),
            all == rows.Count && quality.Average() >= 0.97
        );
    }
}
