using System.Globalization;
using Gan.Training.Evaluation;
using Gan.Training.Methods;

namespace Gan.Benchmarks.Gates;

/// <summary>Packing beside the plain GAN, all else equal.</summary>
/// <param name="name">What <c>--only</c> calls it.</param>
/// <param name="steps">Generator steps.</param>
/// <param name="batchSize">Samples of a batch.</param>
/// <param name="learningRate">Both learning rates.</param>
/// <param name="seeds">How many seeds to run each with unless told otherwise.</param>
internal sealed class PacGanGate(string name, int steps, int batchSize, double learningRate, int seeds) : Gate
{
    /// <summary>In minutes.</summary>
    public static PacGanGate Short { get; } = new("pacgan", 8_000, 128, 5e-4, 5);

    /// <summary>With the steps, batches and learning rate of the paper: 400 passes over 100,000 rows.</summary>
    public static PacGanGate Long { get; } = new("pacgan-published", 400_000, 100, 1e-4, 1);

    public override string Name => name;

    public override bool IsLong => this == Long;

    public override string Protocol =>
        $"the grid, networks of 3 x 128, {steps:N0} generator steps of {batchSize} rows of recipe pacgan with packing 4 and of "
        + $"recipe gan, learning rates {learningRate.ToString(CultureInfo.InvariantCulture)}; counted as for 'grid'";

    public override string Published => "GAN 17.3±0.8 modes; PacGAN4 24.8±0.2 (Lin et al. 2018)";

    public override string Demand => "more modes than the plain GAN, by more than two standard errors of the difference";

    public override int DefaultSeeds => seeds;

    public override IReadOnlyList<string> Cases => ["gan", "pacgan"];

    protected override IReadOnlyDictionary<string, double> Measure(string variant, int seed)
    {
        LatentRecipe recipe =
            variant == "gan"
                ? new MlpGanRecipe
                {
                    Hidden = [128, 128, 128],
                    LatentSize = 2,
                    BatchSize = batchSize,
                }
                : new PacGanRecipe
                {
                    Hidden = [128, 128, 128],
                    LatentSize = 2,
                    BatchSize = batchSize,
                    Packing = 4,
                };
        return ToyRun.Measure(
            recipe with
            {
                GeneratorLearningRate = learningRate,
                DiscriminatorLearningRate = learningRate,
            },
            GaussianMixture.Grid,
            steps,
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
