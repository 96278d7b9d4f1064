using Gan.Training;
using Gan.Training.Data;
using Gan.Training.Export;
using Gan.Training.Games;
using Gan.Training.Methods;
using static TorchSharp.torch;

namespace Gan.Benchmarks.Gates;

/// <summary>Facades both ways: photographs from maps of their parts, and maps from photographs.</summary>
internal sealed class FacadesGate : Gate
{
    private const string ToPhotos = "maps to photographs";
    private const string ToMaps = "photographs to maps";
    private const int Facades = 500;
    private const int Tested = 100;
    private const int Side = 128;
    private const int Steps = 1_500;

    public override string Name => "facades";

    public override bool NeedsData => true;

    public override string Protocol =>
        $"CMP facades, {Side}x{Side}: {Facades - Tested} trained on and {Tested} measured; {Steps:N0} steps of recipes "
        + $"pix2pix and "
        + "segmentation with 16 feature maps on crops of 96 pixels, batches of 4, learning rate 0.0005; for photographs weights "
        + "averaged with 0.998, adversarial weight 0.1 beside 100 for L1";

    public override string Published => "FID 119 for pix2pix at 256x256, which says nothing of L1";

    public override string Demand =>
        "photographs: L1 below the mean photograph's; maps: more pixels right than by the class that is likeliest at each place";

    public override int DefaultSeeds => 1;

    public override IReadOnlyList<string> Cases => [ToPhotos, ToMaps];

    protected override IReadOnlyDictionary<string, double> Measure(string variant, int seed)
    {
        Dataset Sheet(string file) => ImageSheet.Read(Path.Combine(Data, "facades", file), Side, Facades);
        var (photos, maps) = (Sheet("photo128.png"), Sheet("classes128.png"));
        return variant == ToPhotos ? Photos(maps, photos, seed) : Maps(photos, maps, seed);
    }

    protected override (string Ours, bool Passed) Verdict(IReadOnlyList<SeedRow> rows)
    {
        string Figure(string name, string variant, string format = "0.000") => MeanAndDeviation(Of(rows, name, variant), format);
        return (
            $"photographs L1 {Figure("L1", ToPhotos)}, mean photograph {Figure("mean L1", ToPhotos)}; maps "
                + $"{Figure("accuracy", ToMaps)} of pixels right, by place {Figure("by place", ToMaps)}",
            rows.All(r => r.Case == ToPhotos ? r.Values["L1"] < r.Values["mean L1"] : r.Values["accuracy"] > r.Values["by place"])
        );
    }

    private static Dictionary<string, double> Photos(Dataset maps, Dataset photos, int seed)
    {
        var (training, test) = ImageSheet.Split(maps, photos, Tested, seed);
        using var trainer = Trained(
            new Pix2PixRecipe
            {
                FeatureMaps = 16,
                DiscriminatorFeatureMaps = 16,
                LearningRate = 5e-4,
                Crop = 96,
                AdversarialWeight = 0.1,
                GeneratorAveraging = 0.998,
                HeldOut = 0,
            },
            training,
            seed
        );
        using var scope = NewDisposeScope();
        var translator = ((TranslationGame)trainer.Game).Translator;
        using var mode = new EvaluationMode(translator);
        int[] all = [.. Enumerable.Range(0, training.Count)];
        var mean = DataRows.OnDevice(training, all, CPU).mean([0], keepdim: true);
        return new Dictionary<string, double>
        {
            ["L1"] = UnpairedRun.Difference(test, images => translator.call(images)).L1,
            ["mean L1"] = UnpairedRun.Difference(test, images => mean.expand(images.shape[0], -1, -1, -1)).L1,
        };
    }

    private static Dictionary<string, double> Maps(Dataset photos, Dataset maps, int seed)
    {
        var (training, test) = ImageSheet.Split(photos, maps, Tested, seed);
        using var trainer = Trained(
            new SegmentationRecipe
            {
                FeatureMaps = 16,
                LearningRate = 5e-4,
                Crop = 96,
                HeldOut = 0,
            },
            training,
            seed
        );
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var translator = ((TranslationGame)trainer.Game).Translator;
        using var mode = new EvaluationMode(translator);
        var palette = LabelPalette.Of(training, "");
        Tensor Classes(Dataset of) => palette.ToClasses(DataRows.OnDevice(of, [.. Enumerable.Range(0, of.Count)], CPU));
        var (known, truth) = (Classes(training), Classes(test));
        var found = cat(
            [
                .. Enumerable
                    .Range(0, test.Count)
                    .Select(row => translator.call(DataRows.OnDevice(test.SourceImages!.Images, [row], CPU)).argmax(1)),
            ],
            0
        );
        // Not sum(0): a literal 0 is the first ScalarType, and all dimensions are summed up.
        var byPlace = nn.functional.one_hot(known, palette.Count).sum([0L]).argmax(-1);
        return new Dictionary<string, double>
        {
            ["accuracy"] = found.eq(truth).to(ScalarType.Float32).mean().item<float>(),
            ["by place"] = byPlace.unsqueeze(0).eq(truth).to(ScalarType.Float32).mean().item<float>(),
        };
    }

    private static GanTrainer Trained(Recipe recipe, Dataset training, int seed)
    {
        var settings = QuietSettings.Of(seed);
        var trainer = new GanTrainer(recipe, training, settings);
        trainer.TrainUntil(Steps);
        return trainer;
    }
}
