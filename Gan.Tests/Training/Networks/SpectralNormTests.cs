using Gan.Training.Networks;
using Gan.Training.Networks.Layers;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Gan.Tests.Training.Networks;

[TestClass]
public sealed class SpectralNormTests
{
    [TestMethod]
    public void Power_iteration_finds_the_largest_singular_value_of_every_kind_of_layer()
    {
        using var scope = NewDisposeScope();
        using var random = new Generator(1, CPU);
        foreach (var (layer, input) in Layers())
        {
            using var owned = layer;
            WeightInitialization.Normal(layer, random, 0.3);
            using (no_grad())
            {
                for (var i = 0; i < 200; i++)
                    layer.call(input);
            }

            var largest = linalg.svdvals(Raw(layer).detach().flatten(1)).max();
            NetworkChecks.AreClose(Raw(layer).detach() / largest, layer.EffectiveWeight(), 1e-4, layer.GetType().Name);
        }
    }

    [TestMethod]
    public void A_layer_computes_what_the_plain_one_does_with_its_effective_weight()
    {
        using var scope = NewDisposeScope();
        using var linear = new SpectralLinear(3, 2);
        using var convolution = new SpectralConv2d(2, 3, 3, stride: 2, padding: 1);
        using var embedding = new SpectralEmbedding(4, 2);
        linear.eval();
        convolution.eval();
        embedding.eval();
        var row = randn(2, 3);
        var picture = randn(2, 2, 5, 6);
        NetworkChecks.AreClose(row.matmul(linear.EffectiveWeight().t()) + linear.Bias!, linear.call(row));
        NetworkChecks.AreClose(
            nn.functional.conv2d(picture, convolution.EffectiveWeight(), convolution.Bias, [2, 2], [1, 1]),
            convolution.call(picture)
        );
        NetworkChecks.AreClose(embedding.EffectiveWeight()[3], embedding.call(tensor(new[] { 3L }))[0]);
    }

    [TestMethod]
    public void Only_training_mode_iterates()
    {
        using var scope = NewDisposeScope();
        using var layer = new SpectralLinear(6, 5);
        var u = layer.named_buffers().Single(b => b.name.EndsWith(".u", StringComparison.Ordinal)).buffer;
        using (no_grad())
            Raw(layer).add_(randn(5, 6));
        var before = u.clone();
        layer.eval();
        layer.call(randn(2, 6));
        layer.EffectiveWeight();
        NetworkChecks.AreClose(before, u, 0);
        layer.train();
        layer.call(randn(2, 6));
        Assert.IsGreaterThan(1e-3f, (before - u).abs().max().item<float>());
        Assert.AreEqual(1, u.norm().item<float>(), 1e-5);
    }

    [TestMethod]
    public void Gradients_go_through_the_singular_value()
    {
        using var scope = NewDisposeScope();
        using var layer = new SpectralConv2d(2, 3, 2);
        layer.to(ScalarType.Float64);
        layer.eval();
        var input = randn(2, 2, 3, 3, ScalarType.Float64);
        NetworkChecks.CheckGradients(layer, () => layer.call(input).square().sum());
    }

    [TestMethod]
    public void Two_passes_and_one_backward_pass_give_the_gradients_of_both()
    {
        using var scope = NewDisposeScope();
        using var layer = new SpectralLinear(3, 1);
        var (one, two) = (randn(4, 3), randn(4, 3));
        (layer.call(one).mean() - layer.call(two).mean()).backward();
        Assert.IsTrue(Raw(layer).grad!.isfinite().all().item<bool>());
    }

    [TestMethod]
    public void Shortened_singular_vectors_as_averages_have_them_change_nothing()
    {
        using var scope = NewDisposeScope();
        using var layer = new SpectralLinear(4, 3);
        var expected = layer.EffectiveWeight();
        foreach (var buffer in layer.buffers())
            buffer.mul_(0.7);
        NetworkChecks.AreClose(expected, layer.EffectiveWeight());
    }

    private static IEnumerable<(ReparameterizedLayer Layer, Tensor Input)> Layers() =>
        [
            (new SpectralLinear(7, 5), randn(2, 7)),
            (new SpectralConv2d(3, 4, 3), randn(1, 3, 4, 4)),
            (new SpectralEmbedding(6, 3), tensor(new[] { 0L, 5L })),
        ];

    private static Tensor Raw(nn.Module layer) =>
        layer
            .modules()
            .Select(m =>
                m switch
                {
                    Linear linear => linear.weight,
                    Conv2d convolution => convolution.weight,
                    Embedding embedding => embedding.weight,
                    _ => null,
                }
            )
            .Single(weight => weight is not null)!;
}
