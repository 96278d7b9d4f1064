using System.Globalization;
using Gan.Benchmarks.Peers;
using Gan.Training;
using Gan.Training.Data;
using Gan.Training.Export;
using Gan.Training.Games;
using Gan.Training.Methods;
using static TorchSharp.torch;

namespace Gan.Benchmarks.Gates;

/// <summary>pix2pix colours line drawings of icons that it has not seen.</summary>
internal sealed class PairedEmojiGate : Gate
{
    private const int Icons = 1592;
    private const int Tested = 318;
    private const int Steps = 2_000;

    private static readonly Pix2PixRecipe Recipe = new()
    {
        FeatureMaps = 16,
        DiscriminatorFeatureMaps = 16,
        BatchSize = 8,
        LearningRate = 5e-4,
        HeldOut = 0,
    };

    public override string Name => "paired-emoji";

    public override bool NeedsData => true;

    public override string Protocol =>
        $"Fluent icons, 64x64: line drawings to flat colours, {Icons - Tested} pairs trained on and {Tested} measured; "
        + $"{Steps:N0} "
        + $"steps of recipe pix2pix with {Recipe.FeatureMaps} feature maps, batches of {Recipe.BatchSize}, learning rate 0.0005";

    public override string Published => "none";

    public override string Demand =>
        "L1 as a share of the range at most two thirds of the better floor: the mean picture and the drawing itself";

    public override int DefaultSeeds => 1;

    protected override IReadOnlyDictionary<string, double> Measure(string variant, int seed)
    {
        Dataset Sheet(string style) => ImageSheet.Read(Path.Combine(Data, "fluent-emoji", $"{style}64.png"), 64, Icons);
        var (training, test) = ImageSheet.Split(Sheet("line"), Sheet("flat"), Tested, seed);
        var settings = QuietSettings.Of(seed);
        using var trainer = new GanTrainer(Recipe, training, settings);
        trainer.TrainUntil(Steps);
        var translator = ((TranslationGame)trainer.Game).Translator;
        using var mode = new EvaluationMode(translator);
        using var scope = NewDisposeScope();
        int[] all = [.. Enumerable.Range(0, training.Count)];
        var mean = DataRows.OnDevice(training, all, CPU).mean([0], keepdim: true);
        var (l1, psnr) = UnpairedRun.Difference(test, images => translator.call(images));
        var values = new Dictionary<string, double>
        {
            ["L1"] = l1,
            ["PSNR"] = psnr,
            ["copy L1"] = UnpairedRun.Difference(test, images => images).L1,
            ["mean L1"] = UnpairedRun.Difference(test, images => mean.expand_as(images)).L1,
        };
        if (Pix2PixPeer.Measure(training, test, Recipe, Steps, seed) is { } peer)
            (values["Python's torch L1"], values["Python's torch PSNR"]) = peer;
        return values;
    }

    protected override (string Ours, bool Passed) Verdict(IReadOnlyList<SeedRow> rows)
    {
        string Figure(string name, string format = "0.000") => MeanAndDeviation(Of(rows, name), format);
        var peer = rows[0].Values.ContainsKey("Python's torch L1")
            ? $"; Python's torch, the published network at that width: {Figure("Python's torch L1")}, "
                + $"{Figure("Python's torch PSNR", "0.0")} dB"
            : "";
        return (
            string.Create(
                CultureInfo.InvariantCulture,
                $"L1 {Figure("L1")}, PSNR {Figure("PSNR", "0.0")} dB; floors: mean picture {Figure("mean L1")}, the drawing "
                    + $"itself "
                    + $"{Figure("copy L1")}{peer}"
            ),
            rows.All(r => r.Values["L1"] <= Math.Min(r.Values["mean L1"], r.Values["copy L1"]) * 2 / 3)
        );
    }
}
