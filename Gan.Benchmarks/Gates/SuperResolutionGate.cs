using System.Globalization;
using Gan.Training;
using Gan.Training.Data;
using Gan.Training.Evaluation.Features;
using Gan.Training.Export;
using Gan.Training.Games;
using Gan.Training.Methods;

namespace Gan.Benchmarks.Gates;

/// <summary>Enlarging twice: above bicubic enlargement after the first stage; after the second nearer in features, at a price in
/// PSNR.</summary>
internal sealed class SuperResolutionGate : Gate
{
    private static readonly string[] Stages = ["bicubic", "L1", "GAN"];
    private const int PixelSteps = 1_000;
    private const int GanSteps = 1_500;

    // Of the ResNet-18 in Microsoft.ML.DnnImageFeaturizer.ResNet18: sums before an activation, after 2, 6 and 10 convolutions
    // of residual blocks.
    private const string Layers = "Plus267_Output_0,Plus299_Output_0,Plus331_Output_0";

    public override string Name => "super-resolution";

    public override string Protocol =>
        $"recipe esrgan, scale 2 and 4, 8 residual blocks of 32 feature maps, batches of 8 squares of 32 pixels of T91, "
        + $"{PixelSteps:N0} steps for L1 and {GanSteps:N0} with the discriminator and a perceptual loss over the network of "
        + $"--features at {Layers}, weights 0.05 and 1; Set5 and Set14, bicubic as MATLAB's imresize, luma, as many pixels as "
        + $"the "
        + "scale left out at borders; features of tiles of 224 pixels by the same network, at the layer that its description "
        + "names: a loss and a figure by one network favour each other";

    public override string Published =>
        "PSNR of bicubic enlargement 33.68 and 30.33 dB at x2, 28.43 and 26.09 at x4; the adversarial stage lowers PSNR and "
        + "looks sharper (Ledig et al. 2017)";

    public override string Demand =>
        "PSNR above bicubic on both sets after the first stage, by 0.8 dB on Set5; after the second a lower PSNR on Set5 and, "
        + "where a network is given, a smaller feature distance on both sets than after the first and than bicubic's";

    public override IReadOnlyList<string> Cases => ["x2", "x4"];

    public override int DefaultSeeds => 1;

    public override bool NeedsData => true;

    protected override IReadOnlyDictionary<string, double> Measure(string variant, int seed)
    {
        var (folder, scale) = (Path.Combine(Data, "super-resolution"), variant == "x4" ? 4 : 2);
        using var network = Features is null ? null : OnnxFeatureNetwork.Load(Features);
        var recipe = new EsrganRecipe
        {
            Scale = scale,
            AdversarialWeight = 0.05,
            PerceptualNetwork = Features ?? "",
            PerceptualLayers = Layers,
            PerceptualWeight = 1,
            PsnrSteps = PixelSteps,
            BatchSize = 8,
            Crop = 32,
        };
        var patches = ImageFolder.ReadPatches(Path.Combine(folder, "yang91"), new ImagePatchOptions { Size = 64 }).Data;
        using var trainer = new GanTrainer(recipe, patches, new TrainingSettings { Device = "cpu", Seed = seed });
        var translator = ((TranslationGame)trainer.Game).Translator;
        var values = new Dictionary<string, double>();
        void Add(string stage)
        {
            foreach (var set in new[] { "set5", "set14" })
            {
                var pictures = new EnlargedSet(Path.Combine(folder, set), scale);
                using var mode = new EvaluationMode(translator);
                var (psnr, ssim, features) = pictures.Measure(stage == "bicubic" ? pictures.Bicubic : translator.call, network);
                (values[$"{set} {stage} PSNR"], values[$"{set} {stage} SSIM"]) = (psnr, ssim);
                if (network is not null)
                    values[$"{set} {stage} features"] = features;
            }
        }

        Add("bicubic");
        trainer.TrainUntil(PixelSteps);
        Add("L1");
        trainer.TrainUntil(PixelSteps + GanSteps);
        Add("GAN");
        return values;
    }

    protected override (string Ours, bool Passed) Verdict(IReadOnlyList<SeedRow> rows)
    {
        var words = Cases.SelectMany(c => new[] { "set5", "set14" }.Select(set => $"{c}, {set}: {Figures(rows, c, set)}"));
        return (string.Join("; ", words), rows.All(Passes));
    }

    private static string Figures(IReadOnlyList<SeedRow> rows, string variant, string set)
    {
        string One(string stage, string figure, string format) =>
            Of(rows, $"{set} {stage} {figure}", variant).Average().ToString(format, CultureInfo.InvariantCulture);
        string Each(string figure, string format) =>
            string.Join(", ", Stages.Select(stage => $"{stage} {One(stage, figure, format)}"));
        return $"{Each("PSNR", "0.00")} dB"
            + (rows[0].Values.ContainsKey("set5 GAN features") ? $", features {Each("features", "0.000")}" : "");
    }

    private static bool Passes(SeedRow row)
    {
        double Value(string figure) => row.Values[figure];
        var measured = row.Values.ContainsKey("set5 GAN features");
        return Value("set5 L1 PSNR") > Value("set5 bicubic PSNR") + 0.8
            && Value("set14 L1 PSNR") > Value("set14 bicubic PSNR")
            && Value("set5 GAN PSNR") < Value("set5 L1 PSNR")
            && (
                !measured
                || new[] { "set5", "set14" }.All(set =>
                    Value($"{set} GAN features") < Math.Min(Value($"{set} L1 features"), Value($"{set} bicubic features"))
                )
            );
    }
}
