using System.Globalization;
using Gan.Training.Evaluation;
using Gan.Training.Methods;

namespace Gan.Benchmarks.Gates;

/// <summary>DRAGAN beside the plain GAN: how many runs collapse.</summary>
internal sealed class DraganGate : Gate
{
    private const int Steps = 8_000;
    private const int Configurations = 10;

    public override string Name => "dragan";

    public override string Protocol =>
        $"the ring and the grid, each with {Configurations} configurations drawn at random (2 or 3 hidden layers of 64 or "
        + $"128, learning rates from 0.0005 to 0.002, 1 to 3 discriminator steps), "
        + $"{Steps:N0} generator steps; a run has collapsed where it misses a mode";

    public override string Published => "claim: fewer collapses than the plain GAN (Kodali et al. 2017)";

    public override string Demand => "fewer collapsed runs than the plain GAN, of 20 each";

    public override int DefaultSeeds => 1;

    public override IReadOnlyList<string> Cases =>
        [
            .. from recipe in new[] { "gan", "dragan" }
            from mixture in new[] { "ring", "grid" }
            from configuration in Enumerable.Range(1, Configurations)
            select string.Create(CultureInfo.InvariantCulture, $"{recipe} {mixture} {configuration}"),
        ];

    protected override IReadOnlyDictionary<string, double> Measure(string variant, int seed)
    {
        var parts = variant.Split(' ');
        var mixture = parts[1] == "ring" ? GaussianMixture.Ring : GaussianMixture.Grid;
        // The same configurations for both recipes.
        var random = new Random(int.Parse(parts[2], CultureInfo.InvariantCulture));
        var width = 64 << random.Next(2);
        int[] hidden = random.Next(2) == 0 ? [width, width] : [width, width, width];
        var rate = 5e-4 * Math.Pow(4, random.NextDouble());
        var steps = random.Next(1, 4);
        LatentRecipe recipe =
            parts[0] == "gan"
                ? new MlpGanRecipe
                {
                    Hidden = hidden,
                    LatentSize = 2,
                    BatchSize = 128,
                }
                // In the mixture's own units the penalty is (|gradient| - 1)²: networks see the square of half-side L as [-1, 1],
                // which multiplies gradients by L. Weight and perturbation were settled on other draws; a batch's deviation spans
                // many modes, and the paper's half of it would flatten the discriminator over the gaps between them.
                : new DraganRecipe
                {
                    Hidden = hidden,
                    LatentSize = 2,
                    BatchSize = 128,
                    GradientNorm = mixture.Limit,
                    PenaltyWeight = 1 / (mixture.Limit * mixture.Limit),
                    Perturbation = 0.1,
                };
        recipe = recipe with { GeneratorLearningRate = rate, DiscriminatorLearningRate = rate, DiscriminatorSteps = steps };
        var found = ToyRun.Measure(recipe, mixture, Steps, seed);
        return new Dictionary<string, double>(found) { ["collapsed"] = found["modes"] < mixture.Means.Count ? 1 : 0 };
    }

    protected override (string Ours, bool Passed) Verdict(IReadOnlyList<SeedRow> rows)
    {
        var plain = rows.Where(r => r.Case.StartsWith("gan ", StringComparison.Ordinal)).Sum(r => r.Values["collapsed"]);
        var dragan = rows.Where(r => r.Case.StartsWith("dragan ", StringComparison.Ordinal)).Sum(r => r.Values["collapsed"]);
        return ($"DRAGAN collapsed in {dragan} of {rows.Count / 2} runs, the plain GAN in {plain}", dragan < plain);
    }
}
