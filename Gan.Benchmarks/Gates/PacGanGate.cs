using System.Globalization;
using Gan.Training.Evaluation;
using Gan.Training.Methods;

namespace Gan.Benchmarks.Gates;

/// <summary>Packing beside the plain GAN, all else equal, in minutes.</summary>
internal sealed class PacGanGate : Gate
{
    private const int Steps = 8_000;
    private const int BatchSize = 128;
    private const double LearningRate = 5e-4;

    public override string Name => "pacgan";

    public override string Protocol =>
        $"the grid, networks of 3 x 128, {Steps:N0} generator steps of {BatchSize} rows of recipe pacgan with packing 4 and of "
        + $"recipe gan, learning rates {LearningRate.ToString(CultureInfo.InvariantCulture)}; counted as for 'grid'";

    public override string Published => PublishedPacGanGate.Row;

    public override string Demand => PublishedPacGanGate.MoreModes;

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
                    BatchSize = BatchSize,
                }
                : new PacGanRecipe
                {
                    Hidden = [128, 128, 128],
                    LatentSize = 2,
                    BatchSize = BatchSize,
                    Packing = 4,
                };
        return ToyRun.Measure(
            recipe with
            {
                GeneratorLearningRate = LearningRate,
                DiscriminatorLearningRate = LearningRate,
            },
            GaussianMixture.Grid,
            Steps,
            seed
        );
    }

    protected override (string Ours, bool Passed) Verdict(IReadOnlyList<SeedRow> rows) =>
        PublishedPacGanGate.Compare(Of(rows, "modes", "gan"), Of(rows, "modes", "pacgan"));
}
