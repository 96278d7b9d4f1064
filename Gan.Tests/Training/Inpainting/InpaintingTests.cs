using Gan.Onnx;
using Gan.Onnx.Bundles;
using Gan.Tests.Training.Export;
using Gan.Tests.Training.Networks;
using Gan.Training;
using Gan.Training.Data;
using Gan.Training.Export;
using Gan.Training.Games;
using Gan.Training.Methods;
using Gan.Training.Networks.Layers;
using Gan.Training.Schedules;
using static TorchSharp.torch;

namespace Gan.Tests.Training.Inpainting;

/// <summary>Holes are filled with what goes on around them, and nothing else changes.</summary>
[TestClass]
public sealed class InpaintingTests
{
    private const int Side = 16;
    private const int Steps = 400;
    private static readonly TrainingSettings Cpu = new() { Device = TestDevice.Name, ReportEvery = int.MaxValue };

    private static readonly InpaintingRecipe Small = new()
    {
        FeatureMaps = 8,
        DiscriminatorFeatureMaps = 8,
        LargestHole = 0.3,
        LearningRate = 4e-3,
        BatchSize = 8,
    };

    [TestMethod]
    public void Slopes_and_waves_are_continued_and_the_gates_know_the_holes()
    {
        var recipe = Small with { LearningRateSchedule = Schedule.Cosine(1, 0, Steps) };
        using var trainer = new GanTrainer(recipe, Waves(256, 1), Cpu);
        trainer.TrainUntil(Steps);

        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        using var random = new Generator(9, CPU);
        var test = Waves(64, 2);
        var images = DataRows.OnDevice(test, [.. Enumerable.Range(0, test.Count)], CPU);
        var mask = new HoleSampler(Small.LargestHole).Draw(test.Count, Side, Side, random);
        var input = cat([images * (1 - mask), mask], 1);
        var translator = ((TranslationGame)trainer.Game).Translator;
        translator.eval();
        var error = ((translator.call(input) - images) / 2).square() * mask;
        var psnr = -10 * Math.Log10((error.sum() / mask.sum()).item<float>());
        Assert.IsGreaterThan(30, psnr);

        var gates = translator.modules().OfType<GatedConv2d>().First().Gate(input);
        var (inside, outside) = (Mean(gates, mask), Mean(gates, 1 - mask));
        Assert.IsGreaterThan(0.05f, (inside - outside).abs().max().item<float>(), $"{inside} inside, {outside} outside");
    }

    [TestMethod]
    public void Known_pixels_come_out_of_the_exported_model_to_the_bit_whatever_the_mask()
    {
        using var trainer = new GanTrainer(Small, Waves(16, 1), Cpu);
        trainer.TrainUntil(2);
        var (bundle, _) = BundleExporter.Export(trainer, (DateTime.UtcNow, TimeSpan.FromSeconds(1)));
        var described = bundle.Manifest.Translator!;
        Assert.IsTrue(described.TakesMask && described.AnySize);

        using var scope = NewDisposeScope();
        using var random = new Generator(2, CPU);
        var model = bundle.GetModel(GanBundle.TranslatorFile).ToArray();
        foreach (var (height, width) in new[] { (Side, Side), (21, 18) })
        {
            var images = rand([4, 1, height, width], generator: random) * 255;
            var mask = (rand([4, 1, height, width], generator: random) < 0.3).to(ScalarType.Float32);
            mask[0] = zeros(1, height, width);
            mask[1] = ones(1, height, width);
            var filled = ExportFixture.Run(model, images, mask).Single();
            Assert.IsTrue(filled.eq(images).logical_or(mask.eq(1)).all().item<bool>(), "known pixels");
            Assert.IsTrue(filled.ne(images).logical_or(mask.eq(0)).to(ScalarType.Float32).mean().item<float>() > 0.99, "holes");
        }
    }

    [TestMethod]
    public void Sources_are_images_with_holes_and_previews_keep_what_is_known()
    {
        using var scope = NewDisposeScope();
        using var trainer = new GanTrainer(Small, Waves(32, 1), Cpu);
        var batch = trainer.Game.Deal();
        var (source, mask) = (batch.Source!, batch.Mask!);
        Assert.AreEqual(0f, (source * mask).abs().max().item<float>());
        NetworkChecks.AreClose(batch.Samples * (1 - mask), source * (1 - mask), 0);
        Assert.IsGreaterThan(0f, (mask - trainer.Game.Deal().Mask!).abs().sum().item<float>(), "other holes each time");

        using var random = new Generator(1, CPU);
        var shown = trainer.Game.PreviewSideBySide(4, random);
        Assert.HasCount(3, shown);
        var known = shown[0].ne(0);
        Assert.IsTrue(shown[1].eq(shown[0]).logical_or(known.logical_not()).all().item<bool>());
        Assert.IsTrue(shown[2].eq(shown[0]).logical_or(known.logical_not()).all().item<bool>());
    }

    [TestMethod]
    public void Holes_are_as_large_as_is_asked_for()
    {
        using var scope = NewDisposeScope();
        float Share(double largest)
        {
            using var trainer = new GanTrainer(Small with { LargestHole = largest, BatchSize = 32 }, Waves(64, 1), Cpu);
            return trainer.Game.Deal().Mask!.mean().item<float>();
        }

        Assert.IsGreaterThan(4 * Share(0.1), Share(0.5));
    }

    [TestMethod]
    public void Without_weights_there_is_no_discriminators_turn_or_nothing_to_learn()
    {
        var unjudged = Small with { AdversarialWeight = 0, FeatureWeight = 0 };
        using var trainer = new GanTrainer(unjudged, Waves(16, 1), Cpu);
        trainer.TrainUntil(2);
        Assert.AreEqual(2, trainer.Game.Player(TranslationGame.GeneratorName).Updates);
        Assert.AreEqual(0, trainer.Game.Player(TranslationGame.DiscriminatorName).Updates);

        var e = Assert.ThrowsExactly<GanException>(() =>
            new GanTrainer(unjudged with { HoleWeight = 0 }, Waves(16, 1), Cpu).Dispose()
        );
        StringAssert.Contains(e.Message, "nothing is learned about holes");
    }

    private static Tensor Mean(Tensor gates, Tensor where) => (gates * where).sum([0L, 2L, 3L]) / where.sum();

    /// <summary>Slopes in any direction, half of them with a wave of one to two periods on them.</summary>
    private static Dataset Waves(int count, int seed)
    {
        var random = new Random(seed);
        var values = new float[count * Side * Side];
        for (var i = 0; i < count; i++)
        {
            var (angle, turn) = (random.NextDouble() * 2 * Math.PI, random.NextDouble() * 2 * Math.PI);
            var (height, periods, phase) = (
                random.Next(2) * random.NextDouble(),
                1 + random.NextDouble(),
                random.NextDouble() * 2 * Math.PI
            );
            for (var p = 0; p < Side * Side; p++)
            {
                var (y, x) = (p / Side / (double)Side - 0.5, p % Side / (double)Side - 0.5);
                var slope = Math.Cos(angle) * x + Math.Sin(angle) * y;
                var wave = height * Math.Sin(2 * Math.PI * periods * (Math.Cos(turn) * x + Math.Sin(turn) * y) + phase);
                values[i * Side * Side + p] = (float)(127.5 + 80 * slope + 50 * wave);
            }
        }

        return new Dataset("waves", [1, Side, Side], values, null, ByteSamples.Range);
    }
}
