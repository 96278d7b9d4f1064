using Gan.Onnx;
using Gan.Onnx.Bundles;
using Gan.Tests.Training.Data;
using Gan.Training.Evaluation;
using Gan.Training.Evaluation.Features;
using Gan.Training.Evaluation.Images;
using Gan.Training.Export;
using Gan.Training.Methods;
using Gan.Training.Native;
using static TorchSharp.torch;

namespace Gan.Tests.Training.Evaluation;

[TestClass]
public sealed class TranslatorEvaluationTests
{
    private static readonly ValueRange Bytes = new() { Minimum = 0, Maximum = 255 };

    [ClassInitialize]
    public static void Load(TestContext _) => TorchLibrary.Load();

    [TestMethod]
    public void Pairs_are_measured_picture_by_picture()
    {
        using var scope = NewDisposeScope();
        using var folder = new TestFolder();
        Flat(folder, "sources/a.png", 20, 16, 0);
        Flat(folder, "sources/b.png", 12, 13, 200);
        Flat(folder, "targets/a.png", 20, 16, 0);
        Flat(folder, "targets/b.bmp", 12, 13, 100);
        // Half the contrast: 0 becomes 63.75, which is 64, and 200 becomes 163.75.
        var bundle = Bundle(
            Pointwise(
                [
                    [0.5f],
                ],
                [0]
            ),
            Any(1)
        );
        var evaluation = new TranslatorEvaluation(bundle, folder["targets"], folder["sources"]) { Resamples = 0 };
        var report = evaluation.Run();
        Assert.AreEqual(2, report.Samples);
        Assert.AreEqual("none", report.Network);
        Assert.AreEqual((64 + 64) / 255.0 / 2, Of(report, "L1"), 1e-9);
        Assert.AreEqual(20 * Math.Log10(255 / 64.0), Of(report, "PSNR"), 1e-9);
        CollectionAssert.AreEqual(new[] { "L1", "PSNR", "SSIM" }, report.Figures.Select(f => f.Name).ToArray());
        StringAssert.Contains(report.Figures[0].Protocol, "2 pictures of targets, results rounded to bytes");

        using var raw = new FlatFeatures();
        var measured = new TranslatorEvaluation(bundle, folder["targets"], folder["sources"]) { Features = raw }.Run();
        // One feature, of length 1: the same for all pictures that are not black. The first one is black, and its result is not.
        Assert.AreEqual(0.5, Of(measured, "feature distance of pairs (mean level)"), 1e-9);
        Assert.HasCount(1, measured.Notes);
        Assert.IsNotNull(measured.Figures[0].Interval);
    }

    [TestMethod]
    public void What_was_filled_in_is_measured_by_itself()
    {
        using var scope = NewDisposeScope();
        using var folder = new TestFolder();
        Flat(folder, "pictures/a.png", 16, 16, 0);
        var mask = new byte[256];
        mask.AsSpan(64, 64).Fill(255);
        Write(folder, "masks/a.png", PictureFile.Png(16, 16, 1, mask));
        // White where it fills in.
        var bundle = Bundle(
            Pointwise(
                [
                    [0, 1],
                ],
                [0]
            ),
            Any(1) with
            {
                TakesMask = true,
            }
        );
        var report = new TranslatorEvaluation(bundle, folder["pictures"], masks: folder["masks"]).Run();
        Assert.AreEqual(0.25, Of(report, "L1"), 1e-9);
        Assert.AreEqual(1, Of(report, "L1 where filled in"), 1e-9);
        Assert.AreEqual(0, Of(report, "PSNR where filled in"), 1e-9);
        Assert.IsLessThan(0.01, Of(report, "SSIM where filled in"));

        // The same on a transparent layer, whose other pixels hide white: they stay.
        byte[] layer = [.. mask.SelectMany(alpha => new byte[] { 255, 255, 255, alpha })];
        Write(folder, "masks/a.png", PictureFile.Png(16, 16, 4, layer));
        Assert.AreEqual(0.25, Of(new TranslatorEvaluation(bundle, folder["pictures"], masks: folder["masks"]).Run(), "L1"), 1e-9);

        // Too near to the border for a window of structural similarity.
        Write(
            folder,
            "masks/a.png",
            PictureFile.Png(16, 16, 1, [.. Enumerable.Range(0, 256).Select(i => (byte)(i < 16 ? 255 : 0))])
        );
        report = new TranslatorEvaluation(bundle, folder["pictures"], masks: folder["masks"]).Run();
        Assert.AreEqual(1, Of(report, "L1 where filled in"), 1e-9);
        Assert.IsFalse(report.Figures.Any(f => f.Name == "SSIM where filled in"));

        Write(folder, "masks/a.png", PictureFile.Flat(16, 16, 0, 0, 0));
        var e = Assert.ThrowsExactly<GanException>(() =>
            new TranslatorEvaluation(bundle, folder["pictures"], masks: folder["masks"]).Run()
        );
        StringAssert.Contains(e.Message, "No mask has a white pixel");
    }

    [TestMethod]
    public void Maps_of_classes_are_counted_by_their_colours()
    {
        using var scope = NewDisposeScope();
        using var folder = new TestFolder();
        // Four rows of four: the class is told by brightness.
        Write(folder, "sources/a.png", PictureFile.Png(4, 4, 1, [9, 9, 9, 9, 9, 9, 9, 9, 220, 220, 220, 220, 220, 220, 9, 9]));
        Write(folder, "maps/a.png", PictureFile.Png(4, 4, 1, [0, 0, 0, 0, 0, 0, 0, 0, 255, 255, 255, 255, 255, 7, 255, 255]));
        var bundle = Bundle(
            Pointwise(
                [
                    [-1],
                    [1],
                ],
                [0, 0]
            ),
            Any(1) with
            {
                ClassCount = 2,
            },
            palette:
            [
                [0],
                [255],
            ]
        );
        var report = new TranslatorEvaluation(bundle, folder["maps"], folder["sources"]).Run();
        // 15 pixels with a class: 8 of the first, all right; 7 of the second, 5 right and 2 taken for the first.
        Assert.AreEqual(13.0 / 15, Of(report, "pixel accuracy"), 1e-12);
        Assert.AreEqual((1 + 5.0 / 7) / 2, Of(report, "class accuracy"), 1e-12);
        Assert.AreEqual((8.0 / 10 + 5.0 / 7) / 2, Of(report, "mean IoU"), 1e-12);
        Assert.AreEqual(5.0 / 7, Of(report, "IoU of 255"), 1e-12);
        StringAssert.Contains(report.Notes.Single(), "1 pixels of the true maps have a colour that is none");
    }

    [TestMethod]
    public void An_enlargement_is_measured_beside_bicubic_on_small_pictures_made_of_the_large_ones()
    {
        using var scope = NewDisposeScope();
        using var folder = new TestFolder();
        var pixels = new byte[41 * 36 * 3];
        new Random(1).NextBytes(pixels);
        Write(folder, "large/a.png", PictureFile.Png(41, 36, 3, pixels));
        using var random = new Generator(1, CPU);
        // Before it is trained, it is bicubic but for the borders.
        var network = SuperResolutionNetworks.Create(
            new SuperResolutionOptions
            {
                Scale = 2,
                Network = SuperResolutionNetwork.Residual,
                FeatureMaps = 4,
                Blocks = 1,
            },
            random
        );
        var bundle = Bundle(network, Any(3) with { SourceShape = [3, 8, 8], Scale = 2 });
        var report = new TranslatorEvaluation(bundle, folder["large"]).Run();
        var (ours, bicubic) = (Of(report, "PSNR (luma)"), Of(report, "PSNR (luma) of bicubic"));
        Assert.AreEqual(bicubic, ours, 0.1);
        Assert.IsTrue(bicubic is > 8 and < 20, $"{bicubic} dB of noise");
        Assert.AreEqual(Of(report, "SSIM (luma) of bicubic"), Of(report, "SSIM (luma)"), 0.02);
        var luma = report.Figures.Single(f => f.Name == "PSNR (luma)");
        StringAssert.Contains(luma.Protocol, "luma of BT.601 in 16 to 235, 2 pixels left out at each border");
        StringAssert.Contains(luma.Protocol, "sources made by bicubic resizing");
    }

    [TestMethod]
    public void What_does_not_suit_is_refused_in_words()
    {
        using var scope = NewDisposeScope();
        using var folder = new TestFolder();
        Flat(folder, "sources/a.png", 16, 16, 0);
        Flat(folder, "targets/a.png", 18, 16, 0);
        Flat(folder, "more/a.png", 16, 16, 0);
        Flat(folder, "more/b.png", 16, 16, 0);
        Flat(folder, "small/a.png", 8, 8, 0);
        var bundle = Bundle(
            Pointwise(
                [
                    [1],
                ],
                [0]
            ),
            Any(1)
        );
        void Refuses(string expected, string targets, string? sources = null, string? masks = null) =>
            StringAssert.Contains(
                Assert.ThrowsExactly<GanException>(() => new TranslatorEvaluation(bundle, targets, sources, masks).Run()).Message,
                expected
            );

        Refuses("Give the folder of those pictures", folder["targets"]);
        Refuses("does not exist", folder["none"], folder["sources"]);
        Refuses("1 of the 2 pictures of", folder["more"], folder["sources"]);
        Refuses("The picture 'a' is 16 x 16 pixels and is to become 18 x 16", folder["targets"], folder["sources"]);
        Refuses("takes no masks", folder["sources"], folder["sources"], folder["sources"]);
        Refuses("structural similarity needs 11 a side", folder["small"], folder["small"]);
    }

    private static double Of(EvaluationReport report, string name) => report.Figures.Single(f => f.Name == name).Value;

    private static void Flat(TestFolder folder, string name, int width, int height, byte level) =>
        Write(
            folder,
            name,
            name.EndsWith(".bmp", StringComparison.Ordinal)
                ? PictureFile.Bmp(width, height, level, level, level)
                : PictureFile.Flat(width, height, level, level, level)
        );

    private static void Write(TestFolder folder, string name, byte[] bytes)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(folder[name])!);
        File.WriteAllBytes(folder[name], bytes);
    }

    private static BundleTranslator Any(int channels) =>
        new()
        {
            SourceShape = [channels, 16, 16],
            SourceRange = Bytes,
            AnySize = true,
        };

    /// <summary>A network that treats every pixel alike: a matrix of its channels.</summary>
    private static nn.Module<Tensor, Tensor> Pointwise(float[][] weights, float[] biases)
    {
        var network = nn.Conv2d(weights[0].Length, weights.Length, 1);
        using var noGrad = no_grad();
        network.weight!.copy_(tensor(weights.SelectMany(w => w).ToArray()).view(weights.Length, -1, 1, 1));
        network.bias!.copy_(tensor(biases));
        return network;
    }

    private static GanBundle Bundle(
        nn.Module<Tensor, Tensor> network,
        BundleTranslator translator,
        IReadOnlyList<IReadOnlyList<float>>? palette = null
    )
    {
        var shape = translator.SourceShape;
        var manifest = new BundleManifest
        {
            Method = "pix2pix",
            Data = new BundleData
            {
                Kind = DataKind.Image,
                Shape = [shape[0], shape[1] * translator.Scale, shape[2] * translator.Scale],
                ValueRange = Bytes,
                Labels = palette?.Select(c => $"{c[0]}").ToArray(),
            },
            Training = new BundleTraining
            {
                Recipe = "elsewhere",
                Seed = 1,
                Steps = 0,
                BatchSize = 1,
                DataSource = "none",
                DataLicence = "none",
                StartedUtc = DateTimeOffset.UnixEpoch,
                DurationSeconds = 0,
                Device = "cpu",
            },
        };
        return BundleExporter.Create(manifest, [new TranslatorPart(network, translator) { Palette = palette }]).Bundle;
    }

    /// <summary>The mean level of a picture, 0 to 255, as its one feature.</summary>
    private sealed class FlatFeatures : IFeatureNetwork
    {
        public string Name => "mean level";

        public bool IsStandardInception => false;

        public string Protocol => "mean of all values";

        public IReadOnlyList<string> ClassNames => [];

        public FeatureBatch Run(
            ReadOnlyMemory<float> samples,
            IReadOnlyList<int> shape,
            ValueRange range,
            CancellationToken cancellation = default
        ) => new(new FeatureMatrix([samples.ToArray().Average()], 1), []);

        public void Dispose() { }
    }
}
