using Gan.Training.Networks;
using static TorchSharp.torch;

namespace Gan.Tests.Training.Networks;

/// <summary>The network that judges patches.</summary>
[TestClass]
public sealed class PatchDiscriminatorTests
{
    [TestMethod]
    [DataRow(0, 1)]
    [DataRow(1, 16)]
    [DataRow(2, 34)]
    [DataRow(3, 70)]
    public void A_verdict_on_a_patch_sees_what_the_paper_says(int layers, int pixels)
    {
        using var scope = NewDisposeScope();
        using var random = new Generator(1, CPU);
        // An instance norm carries statistics of the whole picture.
        using var network = new PatchDiscriminator(
            2,
            new PatchDiscriminatorOptions
            {
                FeatureMaps = 2,
                Layers = layers,
                Normalization = ImageNormalization.None,
            }
        );
        WeightInitialization.KaimingNormal(network, random);
        var picture = rand([1, 2, 96, 96], generator: random).requires_grad_();
        var scores = network.call(picture);
        scores[0, 0, scores.shape[2] / 2, scores.shape[3] / 2].backward();
        var reached = picture.grad!.abs().sum([0L, 1L]).ne(0);
        Assert.AreEqual(pixels, reached.any(0).sum().item<long>());
        Assert.AreEqual(pixels, reached.any(1).sum().item<long>());
        Assert.AreEqual(pixels * pixels, reached.sum().item<long>());
    }

    [TestMethod]
    [DataRow(0, false)]
    [DataRow(1, true)]
    [DataRow(3, false)]
    public void A_patch_discriminator_judges_and_shows_its_features(int layers, bool spectral)
    {
        using var scope = NewDisposeScope();
        using var random = new Generator(1, CPU);
        using var network = new PatchDiscriminator(
            3,
            new PatchDiscriminatorOptions
            {
                FeatureMaps = 4,
                Layers = layers,
                Spectral = spectral,
            }
        );
        WeightInitialization.Dcgan(network, random);
        Assert.AreEqual(spectral, network.modules().OfType<Gan.Training.Networks.Layers.SpectralConv2d>().Any());
        foreach (var side in new[] { network.SmallestSide, 41 })
        {
            var (scores, features) = network.Judge(rand([2, 3, side, side + 5], generator: random));
            Assert.AreEqual((2, 1), (scores.shape[0], scores.shape[1]));
            Assert.HasCount(Math.Max(1, layers) + 1, features);
            Assert.AreEqual(4, features[0].shape[1]);
            Assert.IsTrue(features.Skip(1).All(f => f.shape[1] > 4));
        }

        var fewer = network.SmallestSide - 1;
        if (fewer > 0)
            Assert.Throws<Exception>(() => network.call(rand([1, 3, fewer, fewer])));
        var picture = rand([1, 3, 32, 32], generator: random);
        NetworkChecks.CheckFlatParameters(network, () => network.call(picture));
    }
}
