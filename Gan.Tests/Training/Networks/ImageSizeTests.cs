using Gan.Tests.Training.Export;
using Gan.Training;
using Gan.Training.Data;
using Gan.Training.Methods;
using Gan.Training.Networks;
using static TorchSharp.torch;

namespace Gan.Tests.Training.Networks;

/// <summary>Images of any size are convolved.</summary>
[TestClass]
public sealed class ImageSizeTests
{
    private static IEnumerable<object[]> Cases =>
        from recipe in new[] { "r3gan", "lsgan", "sngan", "began", "bigan" }
        from size in new[] { (28, 28), (25, 25), (48, 20), (9, 33) }
        select new object[] { recipe, size.Item1, size.Item2 };

    [TestMethod]
    [DynamicData(nameof(Cases))]
    public void Networks_of_any_size_convolve_train_and_are_exported(string name, int height, int width)
    {
        using var random = new Generator(1, CPU);
        using var scope = NewDisposeScope();
        var pixels = rand([8, 1, height, width], generator: random).data<float>().ToArray();
        var data = new Dataset("images", [1, height, width], pixels, null, new() { Minimum = 0, Maximum = 1 });
        var recipe = RecipeSettings.With(RecipeCatalog.Find(name), "feature-maps", "16") with { BatchSize = 4 };
        using var trainer = new GanTrainer(recipe, data, new TrainingSettings { Device = TestDevice.Name });
        Assert.IsTrue(trainer.Generator.modules().Any(m => m is TorchSharp.Modules.Conv2d or TorchSharp.Modules.ConvTranspose2d));
        Assert.IsTrue(trainer.Discriminator.modules().Any(m => m is TorchSharp.Modules.Convolution));
        trainer.TrainUntil(1);
        CollectionAssert.AreEqual(new long[] { 3, 1, height, width }, trainer.Game.Preview(3, random).shape);
        foreach (var network in trainer.Game.Export().SelectMany(part => part.Networks))
        {
            if (network is GeneratorNetwork generator)
                NetworkAssert.Exports(generator, data.Shape);
            if (network is DiscriminatorNetwork discriminator)
                NetworkAssert.Exports(discriminator, data.Shape);
        }
    }

    /// <summary>Groups of 16 divide no width but multiples of 8, and widths halve above 32 pixels.</summary>
    [TestMethod]
    [DataRow(8, 20)]
    [DataRow(64, 8)]
    [DataRow(256, 2)]
    public void R3gan_has_any_number_of_feature_maps(int size, int featureMaps)
    {
        using var scope = NewDisposeScope();
        var sizes = new R3ganOptions { Width = featureMaps, BlocksPerStage = 1 };
        using var generator = R3ganNetworks.CreateGenerator([1, size, size], new GeneratorOptions(), sizes);
        using var discriminator = R3ganNetworks.CreateDiscriminator([1, size, size], new DiscriminatorOptions(), sizes);
        using var noGrad = no_grad();
        var samples = generator.call(new GeneratorInput(randn(2, generator.LatentSize)));
        CollectionAssert.AreEqual(new long[] { 2, 1, size, size }, samples.shape);
        CollectionAssert.AreEqual(new long[] { 2, 1 }, discriminator.call(samples).Score.shape);
    }

    [TestMethod]
    [DataRow(28, 28, 7, 2)]
    [DataRow(48, 96, 6, 3)]
    [DataRow(256, 256, 4, 6)]
    [DataRow(25, 40, 7, 2)]
    public void The_shorter_side_halves_down_to_4_to_7_pixels(int height, int width, int baseHeight, int halvings)
    {
        var plan = ImagePlan.For("A network", [3, height, width], fewestHalvings: 1);
        Assert.AreEqual((baseHeight, halvings), (plan.BaseHeight, plan.Halvings));
        Assert.IsTrue(plan.BaseHeight << halvings >= height && plan.BaseWidth << halvings >= width);
    }
}
