using System.Globalization;
using Gan.Training.Evaluation;
using Gan.Training.Methods;

namespace Gan.Benchmarks.Gates;

/// <summary>Translation without pairs where the answer is known.</summary>
internal sealed class DiscsGate : Gate
{
    private const int Images = 1000;
    private const int Size = 16;
    private const int Steps = 5_000;

    public override string Name => "discs";

    public override string Protocol =>
        $"{Images} images of {Size} pixels of six coloured discs and as many of others, with the channels in another order and "
        + $"on another background; {Steps:N0} steps; 16 feature maps, 1 block, discriminators of pixels, batches of 8, learning "
        + "rate 0.001 that falls to 0 from the middle on, contrast weight 1; the mean absolute difference from the known answer "
        + "on 200 images that were not trained on";

    public override string Published => "none";

    public override string Demand => "at most 0.05 of the range for each recipe and seed";

    public override int DefaultSeeds => 2;

    public override IReadOnlyList<string> Cases => ["cyclegan", "cut", "fastcut"];

    protected override IReadOnlyDictionary<string, double> Measure(string variant, int seed)
    {
        var recipe = new[]
        {
            ("feature-maps", "16"),
            ("discriminator-feature-maps", "16"),
            ("blocks", "1"),
            ("batch-size", "8"),
            ("patch-layers", "0"),
            ("learning-rate", "0.001"),
            ("learning-rate-schedule", $"hold:{Steps / 2}:{Steps / 2}"),
            ("contrast-weight", "1"),
            ("patches", "64"),
            ("embedding-width", "32"),
        }.Aggregate(
            RecipeCatalog.Find(variant),
            (r, s) => RecipeSettings.Read(r).ContainsKey(s.Item1) ? RecipeSettings.With(r, s.Item1, s.Item2) : r
        );
        return UnpairedRun.Measure(
            recipe,
            ColouredDiscs.Unpaired(Images, Size, seed),
            ColouredDiscs.Pairs(200, Size, seed + 500_000),
            seed,
            Steps
        );
    }

    protected override (string Ours, bool Passed) Verdict(IReadOnlyList<SeedRow> rows) =>
        (
            string.Join(
                ", ",
                Cases.Select(c => string.Create(CultureInfo.InvariantCulture, $"{c} {MeanAndDeviation(Of(rows, "L1", c))}"))
            ),
            rows.All(r => r.Values["L1"] <= 0.05)
        );
}
