using Gan.Training.Networks;
using Gan.Training.Networks.Layers;
using static TorchSharp.torch;

namespace Gan.Tests.Training.Networks;

[TestClass]
public sealed class NoiseLayerTests
{
    [TestMethod]
    public void Gaussian_noise_has_its_deviation_and_its_seed()
    {
        using var scope = NewDisposeScope();
        var input = full([200, 100], 2f);
        var output = Noisy(3, input);
        Assert.AreEqual(2, output.mean().item<float>(), 0.02);
        Assert.AreEqual(0.5, output.std().item<float>(), 0.01);
        NetworkChecks.AreClose(output, Noisy(3, input), 0);
        Assert.IsGreaterThan(0.1f, (output - Noisy(4, input)).abs().max().item<float>());

        static Tensor Noisy(ulong seed, Tensor input)
        {
            using var random = new Generator(seed, CPU);
            using var layer = new GaussianNoise(0.5, new NoiseSource(random));
            return layer.call(input);
        }
    }

    [TestMethod]
    public void Dropout_drops_its_share_and_scales_the_rest()
    {
        using var scope = NewDisposeScope();
        using var random = new Generator(3, CPU);
        using var layer = new SeededDropout(0.25, new NoiseSource(random));
        var output = layer.call(full([100, 100], 3f));
        var dropped = output.eq(0).to(ScalarType.Float32).mean().item<float>();
        Assert.AreEqual(0.25, dropped, 0.02);
        NetworkChecks.AreClose(full_like(output, 4f) * output.ne(0), output);
    }

    [TestMethod]
    public void Evaluation_mode_is_the_identity_and_draws_nothing()
    {
        using var scope = NewDisposeScope();
        using var random = new Generator(3, CPU);
        var noise = new NoiseSource(random);
        using var layers = nn.Sequential(new GaussianNoise(1, noise), new SeededDropout(0.5, noise));
        layers.eval();
        var before = random.get_state().bytes.ToArray();
        var input = randn(4, 4);
        NetworkChecks.AreClose(input, layers.call(input), 0);
        CollectionAssert.AreEqual(before, random.get_state().bytes.ToArray());
    }

    [TestMethod]
    public void Impossible_settings_are_refused()
    {
        using var random = new Generator(3, CPU);
        var noise = new NoiseSource(random);
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new SeededDropout(1, noise));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new GaussianNoise(-1, noise));
    }
}
