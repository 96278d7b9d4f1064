using Gan.Training.Methods;
using Gan.Training.Networks;
using Gan.Training.Networks.Layers;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Gan.Tests.Training.Networks;

[TestClass]
public sealed class InitializationTests
{
    [TestMethod]
    public void Fixup_silences_the_last_convolution_of_each_block_and_scales_the_others_by_their_number()
    {
        using var scope = NewDisposeScope();
        using var random = new Generator(1, CPU);
        var sizes = new R3ganOptions { Width = 64, BlocksPerStage = 2 };
        using var network = R3ganNetworks.CreateGenerator([1, 8, 8], new GeneratorOptions { LatentSize = 64 }, sizes);
        WeightInitialization.Fixup(network, random);
        ResidualBlock[] blocks = [.. network.modules().OfType<ResidualBlock>()];
        Assert.HasCount(4, blocks);
        foreach (var block in blocks)
        {
            Conv2d[] convolutions = [.. block.Main.modules().OfType<Conv2d>()];
            Assert.AreEqual(0, convolutions[2].weight!.abs().max().item<float>());
            // Gain of LeakyReLU 0.2, times 4 blocks to the power -1/4.
            var gain = Math.Sqrt(2 / 1.04) / Math.Sqrt(2);
            Assert.AreEqual(gain / Math.Sqrt(64), convolutions[0].weight!.std().item<float>(), 0.005);
            Assert.AreEqual(gain / Math.Sqrt(16 * 9), convolutions[1].weight!.std().item<float>(), 0.005);
            Assert.AreEqual(0, convolutions[0].bias!.abs().max().item<float>());
        }

        var basis = network.modules().OfType<LearnedBasis>().Single();
        Assert.AreEqual(1, basis.Basis.std().item<float>(), 0.1);
        Assert.AreEqual(1 / Math.Sqrt(64), basis.Linear.weight!.std().item<float>(), 0.01);
    }

    [TestMethod]
    public void Xavier_doubles_the_variance_on_main_paths()
    {
        using var scope = NewDisposeScope();
        using var random = new Generator(1, CPU);
        using var block = new ResidualBlock(nn.Sequential(nn.Conv2d(32, 16, 3)), nn.Conv2d(32, 16, 1));
        WeightInitialization.Xavier(block, random);
        Conv2d[] convolutions = [.. block.modules().OfType<Conv2d>()];
        foreach (var convolution in convolutions)
        {
            var area = convolution.kernel_size[0] * convolution.kernel_size[1];
            var variance = (area == 9 ? 2 : 1) * 2.0 / ((32 + 16) * area);
            Assert.AreEqual(Math.Sqrt(variance), convolution.weight!.std().item<float>(), 0.05 * Math.Sqrt(variance));
            Assert.AreEqual(0, convolution.bias!.abs().max().item<float>());
        }
    }

    [TestMethod]
    public void Kaiming_has_twice_the_variance_of_one_over_fan_in()
    {
        using var scope = NewDisposeScope();
        using var random = new Generator(1, CPU);
        using var linear = nn.Linear(128, 100);
        WeightInitialization.KaimingNormal(linear, random);
        Assert.AreEqual(Math.Sqrt(2.0 / 128), linear.weight!.std().item<float>(), 0.005);
    }

    [TestMethod]
    public void Normalizations_start_as_the_identity()
    {
        using var scope = NewDisposeScope();
        using var random = new Generator(1, CPU);
        using var network = nn.Sequential(nn.GroupNorm(1, 4), nn.LayerNorm(3), nn.InstanceNorm2d(4, affine: true));
        using var conditional = new ConditionalBatchNorm2d(4, 2);
        foreach (var module in new nn.Module[] { network, conditional })
        {
            using (no_grad())
            {
                foreach (var parameter in module.parameters())
                    parameter.fill_(5);
            }

            WeightInitialization.FanIn(module, random);
            foreach (var (name, parameter) in module.named_parameters())
            {
                var expected = name.Contains("bias") || name.Contains("shift") ? 0 : 1;
                NetworkChecks.AreClose(full_like(parameter, expected), parameter, 0, name);
            }
        }
    }

    [TestMethod]
    public void A_seed_fixes_every_layer_whatever_the_global_random_state()
    {
        using var scope = NewDisposeScope();
        foreach (var (name, create) in NetworkSamples.All)
        {
            manual_seed(1);
            using var first = create();
            manual_seed(2);
            using var second = create();
            foreach (var (one, two) in first.state_dict().Zip(second.state_dict()))
                NetworkChecks.AreClose(one.Value, two.Value, 0, $"{name} {one.Key}");
        }
    }
}
