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
    private const int Scale = 2;
    private const int PixelSteps = 1_000;
    private const int GanSteps = 500;

    public override string Name => "super-resolution";

    public override string Protocol =>
        $"recipe esrgan, scale {Scale}, 8 residual blocks of 32 feature maps, batches of 8 squares of 32 pixels of T91, "
        + $"{PixelSteps:N0} steps for L1 and {GanSteps:N0} with the discriminator; Set5 and Set14, bicubic as MATLAB's "
        + $"imresize, luma, "
        + $"{Scale} pixels left out at borders; features of tiles of 224 pixels by the network of --features";

    public override string Published =>
        "PSNR of bicubic enlargement 33.68 and 30.33 dB; the adversarial stage lowers PSNR and looks sharper (Ledig et al. 2017)";

    public override string Demand =>
        "PSNR above bicubic on both sets after the first stage, by 0.8 dB on Set5; the second lowers it by 0.5 to 2.5 dB on "
        + "Set5 and, "
        + "where a network is given, lowers the feature distance on both sets";

    public override int DefaultSeeds => 1;

    public override bool NeedsData => true;

    protected override IReadOnlyDictionary<string, double> Measure(string variant, int seed)
    {
        var folder = Path.Combine(Data, "super-resolution");
        using var network = Features is null ? null : OnnxFeatureNetwork.Load(Features);
        var recipe = new EsrganRecipe
        {
            Scale = Scale,
            PsnrSteps = PixelSteps,
            BatchSize = 8,
            Crop = 32,
        };
        var patches = ImagePatchDataset.Read(Path.Combine(folder, "yang91"), new ImagePatchOptions { Size = 64 }).Data;
        using var trainer = new GanTrainer(recipe, patches, new TrainingSettings { Device = "cpu", Seed = seed });
        var translator = ((TranslationGame)trainer.Game).Translator;
        var values = new Dictionary<string, double>();
        void Add(string stage)
        {
            foreach (var set in new[] { "set5", "set14" })
            {
                var pictures = new EnlargedSet(Path.Combine(folder, set), Scale);
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
        double Mean(string figure) => Of(rows, figure).Average();
        var measured = rows[0].Values.ContainsKey("set5 GAN features");
        var words = new[] { "set5", "set14" }.Select(set =>
            string.Create(
                CultureInfo.InvariantCulture,
                $"{set}: bicubic {Mean($"{set} bicubic PSNR"):0.00}, L1 {Mean($"{set} L1 PSNR"):0.00}, GAN "
                    + $"{Mean($"{set} GAN PSNR"):0.00} dB"
            )
            + (
                measured
                    ? string.Create(
                        CultureInfo.InvariantCulture,
                        $", features {Mean($"{set} bicubic features"):0.000}, {Mean($"{set} L1 features"):0.000}, "
                            + $"{Mean($"{set} GAN features"):0.000}"
                    )
                    : ""
            )
        );
        var passed = rows.All(row =>
        {
            var v = row.Values;
            var fall = v["set5 L1 PSNR"] - v["set5 GAN PSNR"];
            return v["set5 L1 PSNR"] > v["set5 bicubic PSNR"] + 0.8
                && v["set14 L1 PSNR"] > v["set14 bicubic PSNR"]
                && fall is >= 0.5 and <= 2.5
                && (
                    !measured
                    || (v["set5 GAN features"] < v["set5 L1 features"] && v["set14 GAN features"] < v["set14 L1 features"])
                );
        });
        return (string.Join("; ", words), passed);
    }
}
