using Gan.Onnx;
using Gan.Tests.Training.Recipes;
using Gan.Training;
using Gan.Training.Data;
using Gan.Training.Export;
using Gan.Training.Games;
using Gan.Training.Methods;
using static TorchSharp.torch;

namespace Gan.Tests.Training.Translation;

/// <summary>What all translators have in common: pairs that stay pairs, images that are held out, resuming, export.</summary>
[TestClass]
public sealed class TranslationGameTests
{
    private static readonly TrainingSettings Cpu = new() { Device = TestDevice.Name, ReportEvery = 2 };

    private static IEnumerable<object[]> Names =>
        RecipeCatalog.All.OfType<TranslationRecipe>().Select(r => new object[] { r.Name });

    [TestMethod]
    public void Pairs_are_cut_and_mirrored_alike()
    {
        using var scope = NewDisposeScope();
        using var random = new Generator(1, CPU);
        var augmentation = new ImageAugmentation(crop: 5, flip: true, random);
        var image = arange(6 * 3 * 8 * 9, dtype: ScalarType.Float32).reshape(6, 3, 8, 9);
        var (places, mirrored) = (new HashSet<float>(), 0);
        for (var i = 0; i < 20; i++)
        {
            var both = augmentation.Apply(image, image.narrow(1, 0, 1) * 2);
            CollectionAssert.AreEqual(new long[] { 6, 3, 5, 5 }, both[0].shape);
            Assert.IsTrue(both[0].narrow(1, 0, 1).mul(2).equal(both[1]).all().item<bool>());
            for (var row = 0; row < 6; row++)
            {
                var line = both[0][row, 0, 0].data<float>().ToArray();
                mirrored += line[0] > line[^1] ? 1 : 0;
                places.Add(line.Min() - row * 3 * 72);
            }
        }

        // 4 x 5 places, and 120 draws.
        Assert.IsGreaterThan(15, places.Count);
        Assert.IsTrue(mirrored is > 40 and < 80, $"{mirrored} of 120 are mirrored.");
    }

    [TestMethod]
    public void Images_that_are_held_out_are_never_trained_on()
    {
        using var scope = NewDisposeScope();
        var data = Numbered(20);
        using var trainer = new GanTrainer(
            new Pix2PixRecipe
            {
                HeldOut = 0.2,
                FeatureMaps = 4,
                DiscriminatorFeatureMaps = 4,
            },
            data,
            Cpu
        );
        var dealt = new HashSet<int>();
        for (var i = 0; i < 40; i++)
        {
            var batch = trainer.Game.Deal();
            var (of, to) = (Numbers(batch.Source!), Numbers(batch.Samples));
            CollectionAssert.AreEqual(of, to, "A pair was torn apart.");
            dealt.UnionWith(to);
        }

        Assert.HasCount(16, dealt);
        using var random = new Generator(3, CPU);
        var shown = trainer.Game.PreviewSideBySide(8, random);
        Assert.HasCount(3, shown);
        var held = Numbers(shown[0]).ToHashSet();
        Assert.HasCount(4, held);
        Assert.IsFalse(held.Overlaps(dealt));
        CollectionAssert.AreEqual(Numbers(shown[0]), Numbers(shown[2]));
    }

    [TestMethod]
    [DataRow(0, 0.05, 0)]
    [DataRow(1, 0.05, 1)]
    [DataRow(2, 0.5, 1)]
    [DataRow(10, 0.05, 1)]
    [DataRow(100, 0.05, 5)]
    [DataRow(100_000, 0.05, 64)]
    [DataRow(100, 0.0, 0)]
    public void So_many_images_are_held_out(int images, double share, int expected) =>
        Assert.AreEqual(images == 0 ? 1 : expected, HeldOutImages.Count(images, share));

    [TestMethod]
    [DynamicData(nameof(Names))]
    public void Every_translator_resumes_to_the_same_bits(string name)
    {
        using var folder = new TestFolder();
        var recipe = RecipeData.Small(name);
        var data = RecipeData.For(recipe);
        using var whole = new GanTrainer(recipe, data, Cpu);
        whole.TrainUntil(6);
        using var half = new GanTrainer(recipe, data, Cpu);
        half.TrainUntil(3);
        half.SaveCheckpoint(folder["half"]);
        using var resumed = new GanTrainer(recipe, data, Cpu);
        resumed.LoadCheckpoint(folder["half"]);
        resumed.TrainUntil(6);
        foreach (var player in whole.Game.Players)
            CollectionAssert.AreEqual(
                player.Parameters.Values.data<float>().ToArray(),
                resumed.Game.Player(player.Name).Parameters.Values.data<float>().ToArray(),
                player.Name
            );
    }

    [TestMethod]
    [DynamicData(nameof(Names))]
    public void Every_translator_is_exported_as_what_it_does(string name)
    {
        var recipe = RecipeData.Small(name);
        using var trainer = new GanTrainer(recipe, RecipeData.For(recipe), Cpu);
        var reports = new List<StepReport>();
        trainer.TrainUntil(4, reports.Add);
        Assert.IsTrue(reports.All(r => r.IsFinite));
        var (bundle, differences) = BundleExporter.Export(trainer, (DateTime.UtcNow, TimeSpan.FromSeconds(1)));
        Assert.IsTrue(bundle.HasTranslator);
        Assert.AreEqual("x", differences[0].Output);
        Assert.IsTrue(bundle.Manifest.Translator!.AnySize, "One bundle serves any size.");
        using var random = new Generator(1, CPU);
        CollectionAssert.AreEqual(Preview(trainer, 1), Preview(trainer, 1), "Twice the same.");
    }

    [TestMethod]
    public void What_cannot_be_translated_is_refused_before_any_work()
    {
        var pairs = ShapePairs.Mixed(8);
        var alone = pairs.SourceImages!.Images;
        Refused(
            new Pix2PixRecipe(),
            alone,
            "The recipe 'pix2pix' learns from pairs of images, and the data set 'sources' has no"
        );
        Refused(
            new Pix2PixRecipe(),
            pairs.WithSourceImages(pairs.SourceImages with { ArePaired = false }),
            "has source images that are no pairs"
        );
        Refused(new DcganRecipe(), pairs, "The recipe 'dcgan' takes no source images, and the data set 'targets' has some.");
        Refused(
            new Pix2PixRecipe { Crop = 17 },
            pairs,
            "The setting 'crop' is 17, and the images of 'sources' are 16 pixels high"
        );
        var small = new Dataset("small", [1, 8, 8], new float[8 * 64], null, ByteSamples.Range);
        Refused(
            new Pix2PixRecipe(),
            small.WithSourceImages(new SourceImages(small, true)),
            "The images of 'small' are 8 pixels high and 8 wide; the recipe 'pix2pix' takes images of at least 16 pixels a side."
        );
        var wide = new Dataset("wide", [1, 16, 32], new float[8 * 512], null, ByteSamples.Range);
        Refused(
            new Pix2PixRecipe(),
            pairs.WithSourceImages(new SourceImages(wide, true)),
            "The source images are 16 pixels high and 32 wide, and those they belong to 16 and 16. Read both in one size."
        );
        Refused(
            new Pix2PixRecipe { BatchSize = 1, Normalization = Gan.Training.Networks.ImageNormalization.Batch },
            pairs,
            "With normalization=Batch and batch-size=1"
        );
        Refused(new Pix2PixRecipe { AdversarialWeight = 0, ReconstructionWeight = 0 }, pairs, "there is nothing to learn");
    }

    private static void Refused(Recipe recipe, Dataset data, string message)
    {
        var e = Assert.ThrowsExactly<GanException>(() => new GanTrainer(recipe, data, Cpu).Dispose());
        StringAssert.Contains(e.Message, message);
    }

    private static float[] Preview(GanTrainer trainer, int seed)
    {
        using var random = new Generator((ulong)seed, CPU);
        return trainer.Preview(2, random);
    }

    /// <summary>Images of one level each: their number.</summary>
    private static Dataset Numbered(int count)
    {
        var values = new float[count * 256];
        for (var i = 0; i < values.Length; i++)
            values[i] = i / 256;
        var images = new Dataset("numbered", [1, 16, 16], values, null, ByteSamples.Range);
        return images.WithSourceImages(new SourceImages(images, ArePaired: true));
    }

    private static int[] Numbers(Tensor images) =>
        [.. ((images.mean([1, 2, 3]) + 1) * 127.5).data<float>().ToArray().Select(v => (int)Math.Round(v))];
}
