using Gan.Training.Data;
using Gan.Training.Methods;
using Gan.Training.Schedules;
using static TorchSharp.torch;

namespace Gan.Benchmarks.Gates;

/// <summary>Digits drawn with fonts refined towards handwritten ones: what a classifier learns from them without a real
/// label.</summary>
internal sealed class RefinedDigitsGate : Gate
{
    private const int Images = 10_000;
    private const int Steps = 1_600;
    private const double Margin = 0.02;
    private const string Outlined = "outlined";
    private const string Filled = "filled";

    private static readonly SimGanRecipe Recipe = CreateRecipe();

    public override string Name => "refined-digits";

    public override bool NeedsData => true;

    public override int DefaultSeeds => 3;

    public override IReadOnlyList<string> Cases => [Outlined, Filled];

    public override string Protocol =>
        $"{Images:N0} digits drawn with the machine's fonts, as outlines or filled, and as many of MNIST without their labels; "
        + $"{Steps:N0} steps of turns after 200 and 200 of either network alone; 16 feature maps, 3 blocks, batches of 16, "
        + "learning rate 0.001, falling to 0 over the second half, self-regularization 0.5, refiner averaged with 0.995; a "
        + "small classifier trained on drawn, refined and real digits, tested on MNIST's 10,000 test digits";

    public override string Published =>
        "none for digits; gaze within 7 degrees: 64.9 % from synthetic eyes, 87.2 % from refined ones (MPIIGaze)";

    public override string Demand =>
        $"with outlined digits, accuracy of the refined ones' classifier on average at least {100 * Margin:F0} points above the "
        + "drawn ones', and above it with every seed";

    protected override IReadOnlyDictionary<string, double> Measure(string variant, int seed)
    {
        using var scope = NewDisposeScope();
        var folder = Path.Combine(Data, "mnist");
        var drawn = FontDigits.Draw(Images, seed, variant == Outlined);
        var rows = Enumerable.Range(0, 60_000).ToArray();
        new Random(seed).Shuffle(rows);
        var real = Dataset.FromIdxFolder(folder).Select(rows[..Images]);
        var test = Dataset.FromIdxFolder(folder, test: true);
        using var run = new RefinerRun(
            Recipe,
            real.WithoutLabels().WithSourceImages(new SourceImages(drawn.WithoutLabels(), ArePaired: false)),
            seed,
            Steps
        );
        var (images, tested) = (Of(drawn), Of(test));
        var refined = run.Refine(images);
        var truth = Labels(test);

        double Accuracy(Tensor learned, Dataset labelled) =>
            SmallNetwork
                .Answers(
                    learned,
                    Labels(labelled),
                    (said, label) => nn.functional.cross_entropy(said, label),
                    10,
                    tested,
                    1500,
                    seed
                )
                .argmax(1)
                .eq(truth)
                .to(ScalarType.Float32)
                .mean()
                .item<float>();
        return new Dictionary<string, double>
        {
            ["drawn"] = Accuracy(images, drawn),
            ["refined"] = Accuracy(refined, drawn),
            ["real"] = Accuracy(Of(real), real),
            ["change"] = (refined - images).abs().mean().item<float>() / 2,
            ["old recognized"] = run.RecognizedOld(),
        };
    }

    protected override (string Ours, bool Passed) Verdict(IReadOnlyList<SeedRow> rows)
    {
        var (drawn, refined) = (Of(rows, "drawn", Outlined), Of(rows, "refined", Outlined));
        return (
            string.Join("; ", Cases.Select(c => Describe(rows, c))),
            refined.Average() >= drawn.Average() + Margin && refined.Zip(drawn).All(p => p.First > p.Second)
        );
    }

    private static string Describe(IReadOnlyList<SeedRow> rows, string variant)
    {
        string Accuracy(string from) => MeanAndDeviation(Of(rows, from, variant));
        return $"accuracy from {variant} digits {Accuracy("drawn")}, refined {Accuracy("refined")}, from real ones "
            + Accuracy("real");
    }

    private static SimGanRecipe CreateRecipe()
    {
        var recipe = new SimGanRecipe
        {
            FeatureMaps = 16,
            Blocks = 3,
            LearningRate = 1e-3,
            SelfRegularizationWeight = 0.5,
        };
        var half = (recipe.RefinerOnlySteps + recipe.DiscriminatorOnlySteps + Steps) / 2;
        return recipe with { LearningRateSchedule = Schedule.Hold(half, half) };
    }

    private static Tensor Of(Dataset data) => DataRows.OnDevice(data, [.. Enumerable.Range(0, data.Count)], CPU);

    private static Tensor Labels(Dataset data) => tensor(data.Labels!.Select(l => (long)l).ToArray());
}
