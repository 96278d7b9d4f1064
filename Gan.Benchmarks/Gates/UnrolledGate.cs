using System.Globalization;
using Gan.Training.Evaluation;
using Gan.Training.Methods;

namespace Gan.Benchmarks.Gates;

/// <summary>Looking ahead helps against a discriminator that is too small.</summary>
internal sealed class UnrolledGate : Gate
{
    private const int Steps = 5_000;

    public override string Name => "unrolled";

    public override string Protocol =>
        $"the ring with a generator of 2 x 128 and a discriminator of a quarter of its weights, {Steps:N0} generator steps of "
        + $"recipe unrolled with 0 and with 5 updates of look-ahead";

    public override string Published =>
        "stacked MNIST, discriminator a quarter of the generator: 30.6 modes with 0 steps, 65.4 with 1, 236.4 with 5, "
        + "327.2±75 with 10 (Metz et al. 2017)";

    public override string Demand => "more modes with 5 than with 0, by more than two standard errors of the difference";

    public override IReadOnlyList<string> Cases => ["0", "5"];

    protected override IReadOnlyDictionary<string, double> Measure(string variant, int seed) =>
        ToyRun.Measure(
            new UnrolledGanRecipe
            {
                LookAhead = int.Parse(variant, CultureInfo.InvariantCulture),
                LatentSize = 16,
                BatchSize = 128,
                Hidden = [128, 128],
                DiscriminatorHidden = [64, 64],
            },
            GaussianMixture.Ring,
            Steps,
            seed
        );

    protected override (string Ours, bool Passed) Verdict(IReadOnlyList<SeedRow> rows)
    {
        var (without, with) = (Of(rows, "modes", "0"), Of(rows, "modes", "5"));
        var error = Math.Sqrt((Deviation(without) * Deviation(without) + Deviation(with) * Deviation(with)) / without.Length);
        return (
            $"{MeanAndDeviation(without, "0.0")} modes of 8 with 0, {MeanAndDeviation(with, "0.0")} with 5",
            with.Average() - without.Average() > 2 * error
        );
    }
}
