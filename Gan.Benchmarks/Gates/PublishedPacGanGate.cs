using System.Globalization;
using Gan.Training.Evaluation;

namespace Gan.Benchmarks.Gates;

/// <summary>Packing beside the plain GAN with the networks, the settings and the steps of the paper, in hours.</summary>
internal sealed class PublishedPacGanGate : Gate
{
    /// <summary>What the paper reports.</summary>
    public const string Row = "GAN 17.3±0.8 modes; PacGAN4 24.8±0.2 (Lin et al. 2018)";

    /// <summary>What is asked of packing.</summary>
    public const string MoreModes = "more modes than the plain GAN, by more than two standard errors of the difference";

    private const int Steps = 400_000;
    private const int BatchSize = 100;
    private const double LearningRate = 1e-4;
    private const string Plain = "gan";
    private const string Packed = "pacgan4";

    public override string Name => "pacgan-published";

    public override bool IsLong => true;

    public override string Protocol =>
        "the grid, networks and start of the paper's code (a generator of 4 x 400 with batch norm, a discriminator of 3 x 200 "
        + $"maxout units of 5 pieces), {Steps:N0} steps of {BatchSize} packs (400 passes over 100,000 rows), Adam with "
        + $"{LearningRate.ToString(CultureInfo.InvariantCulture)} and beta1 0.8; counted as for 'grid'. With --keep, runs that "
        + "were broken off go on, and how they went is written there";

    public override string Published => Row;

    public override string Demand => MoreModes;

    public override int DefaultSeeds => 1;

    public override IReadOnlyList<string> Cases => [Plain, Packed];

    /// <summary>Whether packing brings more modes.</summary>
    public static (string Ours, bool Passed) Compare(double[] plain, double[] packed)
    {
        var error = Math.Sqrt((Deviation(plain) * Deviation(plain) + Deviation(packed) * Deviation(packed)) / plain.Length);
        return (
            $"GAN {MeanAndDeviation(plain, "0.0")} modes of 25, PacGAN4 {MeanAndDeviation(packed, "0.0")}",
            packed.Average() - plain.Average() > 2 * error
        );
    }

    protected override IReadOnlyDictionary<string, double> Measure(string variant, int seed)
    {
        var recipe = new MaxoutGanRecipe
        {
            Packing = variant == Plain ? 1 : 4,
            Limit = GaussianMixture.Grid.Limit,
            LatentSize = 2,
            BatchSize = BatchSize,
            Beta1 = 0.8,
            GeneratorLearningRate = LearningRate,
            DiscriminatorLearningRate = LearningRate,
        };
        var kept = Keep is null ? null : Path.Combine(Keep, $"{Name}-{variant}-{seed}");
        return ToyRun.Measure(recipe, GaussianMixture.Grid, Steps, seed, kept);
    }

    protected override (string Ours, bool Passed) Verdict(IReadOnlyList<SeedRow> rows) =>
        Compare(Of(rows, "modes", Plain), Of(rows, "modes", Packed));
}
