using Gan.Onnx;
using Gan.Tests.Engineering;
using Gan.Training;
using Gan.Training.Data;
using Gan.Training.Evaluation.Images;
using Gan.Training.Export;
using Gan.Training.Games;
using Gan.Training.Methods;
using Gan.Training.Native;
using static TorchSharp.torch;

namespace Gan.Tests.Training.SuperResolution;

[TestClass]
public sealed class SuperResolutionGameTests
{
    private const int Side = 32;

    [ClassInitialize]
    public static void Load(TestContext _) => TorchLibrary.Load();

    /// <summary>Waves that the small grid still holds have one exact enlargement, which bicubic resizing misses: it dampens
    /// them.</summary>
    [TestMethod]
    public void Of_waves_below_the_limit_of_the_small_grid_it_learns_an_enlargement_far_above_bicubic()
    {
        var recipe = new SrResNetRecipe
        {
            FeatureMaps = 12,
            Blocks = 2,
            BatchSize = 8,
            LearningRate = 3e-3,
            GeneratorAveraging = 0.9,
        };
        using var trainer = Trainer(recipe, Waves(200, seed: 1));
        var before = Psnr(trainer.Game);
        trainer.TrainUntil(300);
        var after = Psnr(trainer.Game);
        Assert.IsGreaterThan(before + 6, after, $"{before:F2} dB before and {after:F2} dB after");
    }

    [TestMethod]
    public void Small_images_are_made_of_the_large_ones_as_they_lie()
    {
        var recipe = new SrResNetRecipe
        {
            BatchSize = 8,
            FeatureMaps = 4,
            Blocks = 1,
            Crop = 16,
        };
        var data = Waves(40, seed: 2);
        using var trainer = Trainer(recipe, data);
        using var scope = NewDisposeScope();
        for (var i = 0; i < 8; i++)
        {
            var batch = trainer.Game.Deal();
            CollectionAssert.AreEqual(new long[] { 8, 3, 16, 16 }, batch.Samples.shape);
            CollectionAssert.AreEqual(new long[] { 8, 3, 8, 8 }, batch.Source!.shape);
            var again = BicubicResizing.Shrink(batch.Samples, 2);
            // Turning first or shrinking first rounds differently where a value lies between two bytes.
            Assert.IsLessThan(1.01 / 127.5, (again - batch.Source).abs().max().item<float>());
            Assert.IsLessThan(0.002, (again - batch.Source).abs().mean().item<float>());
        }
    }

    [TestMethod]
    public void Images_are_laid_in_all_eight_ways()
    {
        // A corner, an edge's neighbour and nothing else tell the ways apart.
        var image = new float[3 * 16 * 16];
        (image[0], image[1]) = (255, 255);
        var samples = Enumerable.Repeat(image, 40).SelectMany(v => v).ToArray();
        var data = new Dataset("corner", [3, 16, 16], samples, null, new() { Minimum = 0, Maximum = 255 });
        var recipe = new SrResNetRecipe
        {
            BatchSize = 32,
            FeatureMaps = 4,
            Blocks = 1,
        };
        using var trainer = Trainer(recipe, data);
        using var scope = NewDisposeScope();
        var ways = new HashSet<string>();
        for (var i = 0; i < 4; i++)
        {
            var bright = (trainer.Game.Deal().Samples.select(1, 0) > 0).flatten(1);
            for (var row = 0; row < 32; row++)
                ways.Add(string.Join(' ', bright[row].nonzero().flatten().data<long>().ToArray()));
        }

        Assert.HasCount(8, ways);
    }

    /// <summary>A term that is reported and changes nothing is a mistake that has been published: its gradient was cut.</summary>
    [TestMethod]
    [DataRow(1, 0, 0)]
    [DataRow(0, 1, 0)]
    [DataRow(0, 0, 1)]
    public void Each_term_of_the_loss_alone_changes_the_network(double pixel, double adversarial, double features)
    {
        var recipe = Small() with
        {
            PsnrSteps = 0,
            PixelWeight = pixel,
            AdversarialWeight = adversarial,
            FeatureWeight = features,
        };
        using var trainer = Trainer(recipe, Waves(20, seed: 3));
        var player = trainer.Game.Player(TranslationGame.GeneratorName);
        using var before = player.Parameters.Values.detach().clone();
        trainer.TrainUntil(2);
        Assert.IsGreaterThan(1e-5, (player.Parameters.Values.detach() - before).abs().max().item<float>());
    }

    [TestMethod]
    public void The_discriminator_joins_in_after_the_first_stage()
    {
        using var trainer = Trainer(Small() with { PsnrSteps = 3 }, Waves(20, seed: 4));
        var reports = new List<StepReport>();
        trainer.TrainUntil(5, reports.Add);
        var names = reports.Select(r => string.Join(' ', r.Losses.Keys)).ToArray();
        Assert.AreEqual("generator", names[2]);
        Assert.AreEqual(
            "discriminator generator generator/pixel generator/adversarial generator/features",
            string.Join(' ', names[3])
        );
        Assert.AreEqual(2, trainer.Game.Player(TranslationGame.DiscriminatorName).Updates);
        Assert.AreEqual(5, trainer.Game.Player(TranslationGame.GeneratorName).Updates);
        Assert.IsTrue(reports[^1].Metrics.ContainsKey("held-out/psnr"));
    }

    [TestMethod]
    public void A_classifier_joins_in_with_the_discriminator_and_is_left_as_it_is()
    {
        var recipe = Small() with
        {
            PsnrSteps = 1,
            PerceptualNetwork = Path.Combine(SourceTree.Root, "models", "digits-classifier"),
            PerceptualLayers = "Conv:2",
        };
        var data = Waves(20, seed: 9);
        var reports = new List<StepReport>();
        using (var trainer = Trainer(recipe, data))
            trainer.TrainUntil(2, reports.Add);
        Assert.IsFalse(reports[0].Losses.ContainsKey("generator/perceptual"));
        var first = reports[1].Losses["generator/perceptual"];
        // Ten times the weight, ten times the term.
        using (var trainer = Trainer(recipe with { PerceptualWeight = 10 * recipe.PerceptualWeight }, data))
            trainer.TrainUntil(2, reports.Add);
        Assert.AreEqual(10 * first, reports[3].Losses["generator/perceptual"], 1e-4 * first);

        using var alone = Trainer(
            new SrResNetRecipe
            {
                FeatureMaps = 4,
                Blocks = 1,
                BatchSize = 4,
                PerceptualNetwork = recipe.PerceptualNetwork,
                PerceptualLayers = "Conv:2",
            },
            data
        );
        alone.TrainUntil(1, reports.Add);
        Assert.IsTrue(reports[^1].Losses.ContainsKey("generator/perceptual"));
        Assert.Contains(
            "cannot take images of [1, 1, 32, 32] as far as 'Gemm:11'",
            Assert.ThrowsExactly<GanException>(() => Trainer(recipe with { PerceptualLayers = "" }, data).Dispose()).Message
        );
    }

    [TestMethod]
    public void A_seed_fixes_the_training()
    {
        float[] Weights()
        {
            using var trainer = Trainer(Small() with { PsnrSteps = 2 }, Waves(20, seed: 5));
            trainer.TrainUntil(4);
            return trainer.Game.Player(TranslationGame.GeneratorName).Parameters.Values.detach().data<float>().ToArray();
        }

        CollectionAssert.AreEqual(Weights(), Weights());
    }

    [TestMethod]
    public void It_resumes_bit_for_bit_across_the_stages()
    {
        using var folder = new TestFolder();
        var data = Waves(20, seed: 7);
        var recipe = Small() with { PsnrSteps = 3 };
        float[] Weights(GanTrainer trainer) =>
            [.. trainer.Game.Players.SelectMany(p => p.Parameters.Values.detach().data<float>().ToArray())];

        using var whole = Trainer(recipe, data);
        whole.TrainUntil(6);
        using (var first = Trainer(recipe, data))
        {
            first.TrainUntil(2);
            first.SaveCheckpoint(folder["checkpoint.zip"]);
        }

        using var second = Trainer(recipe, data);
        second.LoadCheckpoint(folder["checkpoint.zip"]);
        second.TrainUntil(6);
        CollectionAssert.AreEqual(Weights(whole), Weights(second));
    }

    [TestMethod]
    [DataRow(2, SuperResolutionNetwork.Residual)]
    [DataRow(4, SuperResolutionNetwork.Dense)]
    public void Its_bundle_takes_images_of_any_size_and_tells_how_far_a_pixel_reaches(int scale, SuperResolutionNetwork kind)
    {
        var recipe = Small() with { PsnrSteps = 2, Scale = scale, Network = kind };
        using var trainer = Trainer(recipe, Waves(20, seed: 8));
        trainer.TrainUntil(3);
        // It is proved at several sizes, down to a single pixel.
        var (bundle, differences) = BundleExporter.Export(trainer, (DateTime.UtcNow, TimeSpan.Zero));
        var translator = bundle.Manifest.Translator!;
        CollectionAssert.AreEqual(new[] { 3, Side / scale, Side / scale }, translator.SourceShape.ToArray());
        Assert.AreEqual((true, scale, 1), (translator.AnySize, translator.Scale, translator.SmallestSide));
        Assert.AreEqual(ReceptiveField.Of(((TranslationGame)trainer.Game).Translator), translator.Reach);
        Assert.IsTrue(differences.All(d => d.MaximumAbsolute < 0.05), "differences are in steps of 255");
        Assert.IsFalse(bundle.HasGenerator);
    }

    [TestMethod]
    public void Images_that_do_not_suit_are_refused_in_words()
    {
        var data = Waves(20, seed: 6);
        string Refusal(SuperResolutionRecipe recipe) =>
            Assert.ThrowsExactly<GanException>(() => Trainer(recipe, data).Dispose()).Message;

        Assert.Contains(
            "The setting 'crop' is 18, which is no multiple of the scale 4",
            Refusal(Small() with { Crop = 18, Scale = 4 })
        );
        Assert.Contains("32 pixels high and 32 wide, no multiples of the scale 3", Refusal(Small() with { Scale = 3 }));
        Assert.Contains("Lower the setting 'discriminator-layers'", Refusal(Small() with { DiscriminatorLayers = 4 }));
    }

    internal static EsrganRecipe Small() =>
        new()
        {
            FeatureMaps = 4,
            Blocks = 1,
            DiscriminatorFeatureMaps = 4,
            DiscriminatorLayers = 1,
            BatchSize = 4,
        };

    /// <summary>Colour images, each the sum of three waves of up to 0.2 periods a pixel, as bytes.</summary>
    internal static Dataset Waves(int count, int seed)
    {
        var random = new Random(seed);
        var samples = new float[count * 3 * Side * Side];
        for (var plane = 0; plane < count * 3; plane++)
        {
            var waves = Enumerable
                .Range(0, 3)
                .Select(_ => (X: random.NextDouble() * 0.4 - 0.2, Y: random.NextDouble() * 0.4 - 0.2, At: random.NextDouble()))
                .ToArray();
            for (var i = 0; i < Side * Side; i++)
            {
                var value = waves.Sum(w => Math.Sin(2 * Math.PI * (w.X * (i % Side) + w.Y * (i / Side) + w.At)));
                samples[plane * Side * Side + i] = MathF.Round((float)(127.5 + 42 * value));
            }
        }

        return new Dataset("waves", [3, Side, Side], samples, null, new() { Minimum = 0, Maximum = 255 });
    }

    private static GanTrainer Trainer(SuperResolutionRecipe recipe, Dataset data) =>
        new(recipe, data, new TrainingSettings { Device = TestDevice.Name, ReportEvery = 1 });

    /// <summary>The ratio of images that no training saw, away from their borders.</summary>
    private static double Psnr(Game game)
    {
        var network = ((TranslationGame)game).Translator;
        using var scope = NewDisposeScope();
        using var mode = new EvaluationMode(network);
        using var noGrad = no_grad();
        var data = Waves(20, seed: 99);
        var truths = tensor(data.Samples.ToArray(), [20, 3, Side, Side]) / 127.5 - 1;
        var enlarged = network.call(BicubicResizing.Shrink(truths, 2));
        return ImageComparison.Psnr((enlarged + 1) * 127.5, (truths + 1) * 127.5, new() { Border = 6 }).Average();
    }
}
