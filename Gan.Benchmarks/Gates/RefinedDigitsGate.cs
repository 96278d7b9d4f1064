using System.Globalization;
using Gan.Training.Data;
using Gan.Training.Methods;
using static TorchSharp.torch;

namespace Gan.Benchmarks.Gates;

/// <summary>Digits drawn with fonts refined towards handwritten ones: what a classifier learns from them without a real
/// label.</summary>
internal sealed class RefinedDigitsGate : Gate
{
    private const int Images = 10_000;
    private const int Steps = 800;
    private const double Margin = 0.02;

    private static readonly SimGanRecipe Recipe = new()
    {
        FeatureMaps = 16,
        Blocks = 3,
        LearningRate = 1e-3,
        SelfRegularizationWeight = 2,
    };

    public override string Name => "refined-digits";

    public override bool NeedsData => true;

    public override int DefaultSeeds => 3;

    public override string Protocol =>
        $"{Images:N0} digits drawn with the machine's fonts, and as many of MNIST without their labels; {Steps:N0} steps of "
        + $"turns "
        + "after 200 and 200 of either network alone; 16 feature maps, 3 blocks, batches of 16, learning rate 0.001, "
        + "self-regularization 2; a small "
        + "classifier trained on drawn, refined and real digits, tested on MNIST's 10,000 test digits";

    public override string Published =>
        "none for digits; gaze within 7 degrees: 64.9 % from synthetic eyes, 87.2 % from refined ones (MPIIGaze)";

    public override string Demand =>
        $"accuracy of the refined digits' classifier on average at least {100 * Margin:F0} points above the drawn ones'";

    protected override IReadOnlyDictionary<string, double> Measure(string variant, int seed)
    {
        using var scope = NewDisposeScope();
        var folder = Path.Combine(Data, "mnist");
        var drawn = FontDigits.Draw(Images, seed);
        var rows = Enumerable.Range(0, 60_000).ToArray();
        new Random(seed).Shuffle(rows);
        var real = IdxDataset.ReadFolder(folder).Select(rows[..Images]);
        var test = IdxDataset.ReadFolder(folder, test: true);
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

    protected override (string Ours, bool Passed) Verdict(IReadOnlyList<SeedRow> rows) =>
        (
            string.Create(
                CultureInfo.InvariantCulture,
                $"accuracy from drawn digits {MeanAndDeviation(Of(rows, "drawn"))}, from refined ones "
                    + $"{MeanAndDeviation(Of(rows, "refined"))}, from real ones {MeanAndDeviation(Of(rows, "real"))}"
            ),
            Of(rows, "refined").Average() >= Of(rows, "drawn").Average() + Margin
        );

    private static Tensor Of(Dataset data) => DataRows.OnDevice(data, [.. Enumerable.Range(0, data.Count)], CPU);

    private static Tensor Labels(Dataset data) => tensor(data.Labels!.Select(l => (long)l).ToArray());
}
