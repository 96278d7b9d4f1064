using Gan.Onnx;
using Gan.Training.Methods;
using Gan.Training.Networks;
using Gan.Training.Networks.Layers;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Gan.Tests.Training;

[TestClass]
public sealed class NetworkTests
{
    [TestMethod]
    [DataRow(1, 8, 8)]
    [DataRow(3, 16, 16)]
    [DataRow(1, 32, 32)]
    [DataRow(3, 16, 64)]
    [DataRow(4, 64, 64)]
    public void A_dcgan_has_the_shape_of_its_pictures(int channels, int height, int width)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        int[] shape = [channels, height, width];
        using var generator = DcganNetworks.CreateGenerator(shape, 10, 4);
        using var discriminator = DcganNetworks.CreateDiscriminator(shape, 4);
        var samples = generator.call(new GeneratorInput(randn(2, 10)));
        CollectionAssert.AreEqual(new long[] { 2, channels, height, width }, samples.shape);
        Assert.IsTrue(samples.abs().max().item<float>() <= 1);
        CollectionAssert.AreEqual(new long[] { 2, 1 }, discriminator.call(samples).Score.shape);
        CollectionAssert.AreEqual(new long[] { 2, discriminator.FeatureCount }, discriminator.call(samples).Features.shape);
    }

    [TestMethod]
    public void Batch_norm_stands_everywhere_but_at_Gs_output_and_Ds_input()
    {
        using var generator = DcganNetworks.CreateGenerator([3, 32, 32], 100, 32);
        using var discriminator = DcganNetworks.CreateDiscriminator([3, 32, 32], 32);
        Assert.AreEqual(
            "OneDnnLinear Unflatten BatchNorm2d ReLU ConvTranspose2d BatchNorm2d ReLU ConvTranspose2d BatchNorm2d ReLU "
                + "ConvTranspose2d Tanh",
            Layers(generator.Body!)
        );
        Assert.AreEqual(
            "Conv2d LeakyReLU Conv2d BatchNorm2d LeakyReLU Conv2d BatchNorm2d LeakyReLU Flatten",
            Layers(discriminator.Trunk)
        );
        // 100·2048 + 2·128, 128·64·16 + 2·64, 64·32·16 + 2·32, 32·3·16 + 3
        Assert.AreEqual(204800 + 256 + 131072 + 128 + 32768 + 64 + 1536 + 3, generator.parameters().Sum(p => p.numel()));
    }

    [TestMethod]
    [DataRow(7, 8)]
    [DataRow(4, 4)]
    [DataRow(28, 6)]
    public void A_dcgan_refuses_sides_it_cannot_make(int height, int width)
    {
        var e = Assert.ThrowsExactly<GanException>(() => DcganNetworks.CreateGenerator([1, height, width], 10, 4));
        StringAssert.Contains(e.Message, $"[1, {height}, {width}]");
    }

    [TestMethod]
    public void Mlp_networks_take_any_shape()
    {
        using var scope = NewDisposeScope();
        foreach (var shape in new int[][] { [2], [1, 8, 8] })
        {
            using var generator = MlpNetworks.CreateGenerator(shape, 5, [16, 32]);
            using var discriminator = MlpNetworks.CreateDiscriminator(shape, [32, 16]);
            var samples = generator.call(new GeneratorInput(randn(3, 5)));
            CollectionAssert.AreEqual(shape.Select(n => (long)n).Prepend(3).ToArray(), samples.shape);
            CollectionAssert.AreEqual(new long[] { 3, 1 }, discriminator.call(samples).Score.shape);
            Assert.AreEqual(16, discriminator.FeatureCount);
        }
    }

    [TestMethod]
    public void Dcgan_weights_are_drawn_as_the_paper_says()
    {
        using var scope = NewDisposeScope();
        using var random = new Generator(1, CPU);
        using var network = DcganNetworks.CreateGenerator([1, 32, 32], 100, 32);
        WeightInitialization.Dcgan(network, random);
        var linear = network.modules().OfType<OneDnnLinear>().Single().Weight;
        Assert.AreEqual(0, linear.mean().item<float>(), 2e-4);
        Assert.AreEqual(0.02, linear.std().item<float>(), 2e-4);
        var scales = cat([.. network.modules().OfType<BatchNorm2d>().Select(n => n.weight!.detach())]);
        Assert.AreEqual(1, scales.mean().item<float>(), 5e-3);
        Assert.AreEqual(0.02, scales.std().item<float>(), 5e-3);
        Assert.AreEqual(0, network.modules().OfType<ConvTranspose2d>().Last().bias!.abs().max().item<float>());
    }

    [TestMethod]
    public void Fan_in_weights_stay_within_their_bound()
    {
        using var scope = NewDisposeScope();
        using var random = new Generator(1, CPU);
        using var network = MlpNetworks.CreateDiscriminator([64], [128, 16]);
        WeightInitialization.FanIn(network, random);
        foreach (var linear in network.modules().OfType<OneDnnLinear>())
        {
            var bound = 1 / Math.Sqrt(linear.Weight.shape[1]);
            Assert.IsTrue(
                linear.Weight.abs().max().item<float>() is var weight && weight <= bound && weight > 0.8 * bound,
                $"{weight} against {bound}"
            );
            Assert.IsTrue(
                linear.Bias!.abs().max().item<float>() is var bias && bias <= bound && bias > 0,
                $"{bias} against {bound}"
            );
        }
    }

    [TestMethod]
    public void A_seed_fixes_the_weights_whatever_the_global_random_state()
    {
        using var scope = NewDisposeScope();
        foreach (var recipe in RecipeCatalog.All.OfType<LatentRecipe>())
        {
            using var one = new Generator(9, CPU);
            using var two = new Generator(9, CPU);
            using var three = new Generator(10, CPU);
            manual_seed(1);
            using var first = recipe.CreateGenerator(TestContexts.Of([1, 8, 8], one));
            manual_seed(2);
            using var second = recipe.CreateGenerator(TestContexts.Of([1, 8, 8], two));
            using var other = recipe.CreateGenerator(TestContexts.Of([1, 8, 8], three));
            CollectionAssert.AreEqual(Values(first), Values(second), recipe.Name);
            CollectionAssert.AreNotEqual(Values(first), Values(other), recipe.Name);
        }
    }

    [TestMethod]
    public void Recipes_keep_their_published_defaults()
    {
        var dcgan = new DcganRecipe();
        Assert.AreEqual(
            (100, 64, 1, 2e-4, 2e-4, 0.5, 0.999, 32),
            (
                dcgan.LatentSize,
                dcgan.BatchSize,
                dcgan.DiscriminatorSteps,
                dcgan.GeneratorLearningRate,
                dcgan.DiscriminatorLearningRate,
                dcgan.Beta1,
                dcgan.Beta2,
                dcgan.FeatureMaps
            )
        );
        var mlp = new MlpGanRecipe();
        Assert.AreEqual(
            (100, 64, 1, 2e-4, 2e-4, 0.5, 0.999),
            (
                mlp.LatentSize,
                mlp.BatchSize,
                mlp.DiscriminatorSteps,
                mlp.GeneratorLearningRate,
                mlp.DiscriminatorLearningRate,
                mlp.Beta1,
                mlp.Beta2
            )
        );
        CollectionAssert.AreEqual(new[] { 128, 256 }, mlp.Hidden.ToArray());
    }

    [TestMethod]
    public void An_unknown_recipe_is_answered_with_those_there_are()
    {
        var e = Assert.ThrowsExactly<GanException>(() => RecipeCatalog.Find("dcgn"));
        StringAssert.StartsWith(e.Message, "There is no recipe 'dcgn'. Did you mean 'dcgan'? Recipes: r3gan, gan, dcgan, ");
    }

    private static float[] Values(GeneratorNetwork network) =>
        [.. network.parameters().SelectMany(p => p.detach().data<float>().ToArray())];

    private static string Layers(nn.Module layers) => string.Join(' ', layers.children().Select(m => m.GetType().Name));
}
