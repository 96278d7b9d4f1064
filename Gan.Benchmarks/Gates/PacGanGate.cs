using System.Globalization;
using Gan.Training.Evaluation;
using Gan.Training.Methods;

namespace Gan.Benchmarks.Gates;

/// <summary>Packing beside the plain GAN, all else equal.</summary>
internal sealed class PacGanGate : Gate
{
    private const int Steps = 8_000;

    public override string Name => "pacgan";

    public override string Protocol =>
        $"the grid, networks of 3 x 128, {Steps:N0} generator steps of recipe pacgan with packing 4 and of recipe gan; "
        + $"counted as for 'grid'";

    public override string Published => "GAN 17.3±0.8 modes; PacGAN4 24.8±0.2 (Lin et al. 2018)";

    public override string Demand => "more modes than the plain GAN, by more than two standard errors of the difference";

    public override int DefaultSeeds => 5;

    public override IReadOnlyList<string> Cases => ["gan", "pacgan"];

    protected override IReadOnlyDictionary<string, double> Measure(string variant, int seed)
    {
        LatentRecipe recipe =
            variant == "gan"
                ? new MlpGanRecipe
                {
                    Hidden = [128, 128, 128],
                    LatentSize = 2,
                    BatchSize = 128,
                }
                : new PacGanRecipe
                {
                    Hidden = [128, 128, 128],
                    LatentSize = 2,
                    BatchSize = 128,
                    Packing = 4,
                };
        return ToyRun.Measure(
            recipe with
            {
                GeneratorLearningRate = 5e-4,
                DiscriminatorLearningRate = 5e-4,
            },
            GaussianMixture.Grid,
            Steps,
            seed
        );
    }

    protected override (string Ours, bool Passed) Verdict(IReadOnlyList<SeedRow> rows)
    {
        var (plain, packed) = (Of(rows, "modes", "gan"), Of(rows, "modes", "pacgan"));
        var error = Math.Sqrt((Deviation(plain) * Deviation(plain) + Deviation(packed) * Deviation(packed)) / plain.Length);
        return (
            string.Create(
                CultureInfo.InvariantCulture,
                $"GAN {MeanAndDeviation(plain, "0.0")} modes of 25, PacGAN4 {MeanAndDeviation(packed, "0.0")}"
            ),
            packed.Average() - plain.Average() > 2 * error
        );
    }
}
