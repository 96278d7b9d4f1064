using System.Globalization;
using Gan.Training;
using Gan.Training.Data;
using Gan.Training.Export;
using Gan.Training.Games;
using Gan.Training.Methods;
using static TorchSharp.torch;

namespace Gan.Benchmarks.Gates;

/// <summary>Small photographs, grey and given their colours again: by the recipe, and by the same network without the
/// discriminator.</summary>
internal sealed class ColorizationGate : Gate
{
    private const int Steps = 1_500;
    private const int TestImages = 500;
    private const string Adversarial = "colorization";
    private const string Plain = "L1 alone";

    private static readonly ColorizationRecipe Recipe = new() { BatchSize = 16, HeldOut = 0 };

    public override string Name => "colorization";

    public override bool NeedsData => true;

    public override int DefaultSeeds => 1;

    public override IReadOnlyList<string> Cases => [Adversarial, Plain];

    public override string Protocol =>
        $"CIFAR-10 photographs, 32x32, 10,000 trained on and {TestImages} others tested; {Steps:N0} steps of recipe colorization "
        + $"in batches of {Recipe.BatchSize}, and of the same without the adversarial loss";

    public override string Published =>
        "L1 alone gives narrower distributions of a and b than images have, a GAN wider ones (Isola et al. 2017)";

    public override string Demand =>
        "the mean distance in (a, b) below that of leaving images grey, and mean chroma between that of L1 alone and the images'";

    protected override IReadOnlyDictionary<string, double> Measure(string variant, int seed)
    {
        var training = Dataset.FromCifar10(Path.Combine(Data, "cifar10-bin", "train10k.bin.gz"));
        using var trainer = new GanTrainer(
            Recipe with
            {
                AdversarialWeight = variant == Plain ? 0 : Recipe.AdversarialWeight,
            },
            training,
            QuietSettings.Of(seed)
        );
        trainer.TrainUntil(Steps);

        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var test = Cifar10Dataset
            .Read(Path.Combine(Data, "cifar10-bin", "test2k.bin.gz"))
            .Select([.. Enumerable.Range(0, TestImages)]);
        var images = tensor(test.Samples.ToArray(), [test.Count, .. test.Shape.Select(n => (long)n)]) / 127.5 - 1;
        var translator = ((TranslationGame)trainer.Game).Translator;
        using var mode = new EvaluationMode(translator);
        var (real, found) = (Chroma(images), Chroma(translator.call(LabColor.Grey(images))));
        return new Dictionary<string, double>
        {
            ["distance"] = Length(real - found),
            ["grey's distance"] = Length(real),
            ["chroma"] = Length(found),
            ["images' chroma"] = Length(real),
        };
    }

    protected override (string Ours, bool Passed) Verdict(IReadOnlyList<SeedRow> rows)
    {
        double Mean(string figure, string variant) => Of(rows, figure, variant).Average();
        var (distance, grey) = (Mean("distance", Adversarial), Mean("grey's distance", Adversarial));
        var (chroma, plain, real) = (Mean("chroma", Adversarial), Mean("chroma", Plain), Mean("images' chroma", Adversarial));
        return (
            string.Create(
                CultureInfo.InvariantCulture,
                $"distance {distance:F2}, left grey {grey:F2}, L1 alone {Mean("distance", Plain):F2}; chroma {chroma:F2}, "
                    + $"L1 alone {plain:F2}, images {real:F2}"
            ),
            distance < grey && plain < chroma && chroma < real
        );
    }

    private static Tensor Chroma(Tensor images) => LabColor.FromRgb(images).narrow(1, 1, 2);

    private static double Length(Tensor chroma) => chroma.norm(1).mean().item<float>();
}
