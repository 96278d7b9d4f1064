using Gan.Training.Networks;
using Gan.Training.Networks.Layers;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Gan.Tests.Training.Networks;

[TestClass]
public sealed class WeightNormTests
{
    [TestMethod]
    public void The_weight_is_gain_times_direction_over_its_length()
    {
        using var scope = NewDisposeScope();
        using var layer = new WeightNormLinear(2, 2);
        using (no_grad())
        {
            layer
                .modules()
                .OfType<Linear>()
                .Single()
                .weight!.copy_(
                    tensor(
                        new float[,]
                        {
                            { 3, 4 },
                            { 0, 2 },
                        }
                    )
                );
            Gain(layer).copy_(tensor(new float[] { 10, 5 }));
        }

        NetworkChecks.AreClose(
            tensor(
                new float[,]
                {
                    { 6, 8 },
                    { 0, 5 },
                }
            ),
            layer.EffectiveWeight()
        );
        layer.Bias!.detach().zero_();
        NetworkChecks.AreClose(
            tensor(
                new float[,]
                {
                    { 14, 5 },
                }
            ),
            layer.call(ones(1, 2))
        );
    }

    [TestMethod]
    public void Initialized_weights_are_the_drawn_ones()
    {
        using var scope = NewDisposeScope();
        using var random = new Generator(1, CPU);
        using var layer = new WeightNormConv2d(3, 4, 3);
        WeightInitialization.Normal(layer, random, 0.05);
        NetworkChecks.AreClose(layer.Convolution.weight!.detach(), layer.EffectiveWeight(), 1e-6);
        Assert.AreEqual(0.05, layer.EffectiveWeight().std().item<float>(), 0.01);
    }

    [TestMethod]
    public void Gradients_reach_gain_and_direction()
    {
        using var scope = NewDisposeScope();
        using var linear = new WeightNormLinear(3, 2);
        using var convolution = new WeightNormConv2d(2, 2, 2);
        linear.to(ScalarType.Float64);
        convolution.to(ScalarType.Float64);
        var row = randn(2, 3, ScalarType.Float64);
        var picture = randn(1, 2, 3, 3, ScalarType.Float64);
        NetworkChecks.CheckGradients(linear, () => linear.call(row).square().sum());
        NetworkChecks.CheckGradients(convolution, () => convolution.call(picture).square().sum());
    }

    [TestMethod]
    public void A_fixed_gain_is_the_length_that_was_drawn_whatever_the_direction_becomes()
    {
        using var scope = NewDisposeScope();
        using var random = new Generator(1, CPU);
        using var layer = new WeightNormLinear(3, 2, trainGain: false);
        WeightInitialization.KaimingNormal(layer, random);
        Assert.DoesNotContain(p => p.name.EndsWith(".g", StringComparison.Ordinal), layer.named_parameters());
        var drawn = layer.EffectiveWeight();
        var direction = layer.modules().OfType<Linear>().Single().weight!;
        using (no_grad())
            direction.mul_(5).add_(tensor(new float[] { 1, -2, 3 }));
        NetworkChecks.AreClose(drawn.norm(1), layer.EffectiveWeight().norm(1), 1e-6);
        Assert.AreNotEqual(drawn[0, 0].item<float>(), layer.EffectiveWeight()[0, 0].item<float>(), 1e-3f);
        using var again = new WeightNormLinear(3, 2, trainGain: false);
        again.load_state_dict(layer.state_dict());
        NetworkChecks.AreClose(layer.EffectiveWeight(), again.EffectiveWeight(), 1e-6);
    }

    private static Tensor Gain(nn.Module layer) =>
        layer.named_parameters().Single(p => p.name.EndsWith(".g", StringComparison.Ordinal)).parameter;
}
