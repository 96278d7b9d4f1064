using Gan.Tests.Training.Networks;
using Gan.Training.Methods;
using Gan.Training.Networks;
using Gan.Training.Networks.Layers;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Gan.Tests.Training.Inpainting;

[TestClass]
public sealed class InpaintingPartTests
{
    [TestMethod]
    public void A_gated_convolution_is_elu_times_sigmoid()
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        using var layer = new GatedConv2d(1, 1, 1);
        var convolution = layer.modules().OfType<Conv2d>().Single();
        convolution.weight!.copy_(tensor(new[] { 2f, -1f }, [2, 1, 1, 1]));
        convolution.bias!.copy_(tensor(new[] { 0.5f, 0.25f }));
        float[] values = [-1.5f, 0, 3];
        var found = NetworkChecks.Values(layer.call(tensor(values, [1, 1, 1, 3])));
        var gates = NetworkChecks.Values(layer.Gate(tensor(values, [1, 1, 1, 3])));
        for (var i = 0; i < values.Length; i++)
        {
            var (feature, gate) = (2 * values[i] + 0.5, 1 / (1 + Math.Exp(values[i] - 0.25)));
            Assert.AreEqual(gate, gates[i], 1e-6);
            Assert.AreEqual((feature > 0 ? feature : Math.Exp(feature) - 1) * gate, found[i], 1e-6);
        }
    }

    [TestMethod]
    [DataRow(1, 1, 12)]
    [DataRow(2, 1, 6)]
    [DataRow(1, 4, 12)]
    public void A_gated_convolution_keeps_sizes_but_for_its_stride(int stride, int dilation, int side)
    {
        using var scope = NewDisposeScope();
        using var layer = new GatedConv2d(2, 3, 3, stride, dilation);
        CollectionAssert.AreEqual(new long[] { 2, 3, side, side }, layer.call(randn(2, 2, 12, 12)).shape);
    }

    [TestMethod]
    public void The_network_keeps_sizes_and_every_pixel_is_seen_from_afar()
    {
        using var scope = NewDisposeScope();
        using var random = new Generator(1, CPU);
        using var network = GatedUNet.Create(4, 3, 4);
        WeightInitialization.KaimingNormal(network, random);
        var input = randn([1, 4, 64, 32], generator: random).requires_grad_();
        var output = network.call(input);
        CollectionAssert.AreEqual(new long[] { 1, 3, 64, 32 }, output.shape);
        output[0, 0, 32, 16].backward();
        // A hole's middle must see beyond the largest hole, half of a side of 64 pixels.
        Assert.IsGreaterThan(0f, input.grad!.narrow(2, 0, 12).abs().max().item<float>());
        Assert.IsGreaterThan(0f, input.grad!.narrow(2, 52, 12).abs().max().item<float>());
        CollectionAssert.IsSubsetOf(
            new long[] { 1, 2, 4 },
            network.modules().OfType<Conv2d>().Select(c => c.dilation[0]).ToArray()
        );
    }

    [TestMethod]
    [DataRow(16, 2)]
    [DataRow(28, 3)]
    [DataRow(32, 3)]
    [DataRow(64, 4)]
    [DataRow(128, 5)]
    [DataRow(256, 6)]
    [DataRow(1024, 6)]
    public void The_discriminators_depth_follows_the_size(int side, int layers) =>
        Assert.AreEqual(layers, PatchMapDiscriminator.LayersFor(side));

    [TestMethod]
    public void The_discriminator_judges_every_element_of_its_last_map()
    {
        using var scope = NewDisposeScope();
        using var network = new PatchMapDiscriminator(4, 6, 3);
        var (scores, features) = network.Judge(randn(2, 4, 32, 24));
        CollectionAssert.AreEqual(new long[] { 2, 24, 4, 3 }, scores.shape);
        CollectionAssert.AreEqual(new long[] { 2, 6, 16, 12 }, features[0].shape);
        CollectionAssert.AreEqual(new long[] { 2, 12, 8, 6 }, features[1].shape);
        Assert.HasCount(2, features);
        Assert.IsLessThan(0f, scores.min().item<float>());
        Assert.HasCount(3, network.modules().OfType<SpectralConv2d>().ToArray());
    }

    [TestMethod]
    public void The_reconstruction_loss_is_the_mean_over_masked_pixels()
    {
        using var scope = NewDisposeScope();
        var expected = zeros(1, 2, 1, 3);
        var found = tensor(new[] { 1f, 2f, 3f, -4f, 5f, -6f }, [1, 2, 1, 3]);
        var mask = tensor(new[] { 1f, 0f, 1f }, [1, 1, 1, 3]);
        Assert.AreEqual((1 + 3 + 4 + 6) / 4f, HoleLoss.Absolute(expected, found, mask).item<float>(), 1e-6f);
        Assert.AreEqual((2 + 5) / 2f, HoleLoss.Absolute(expected, found, 1 - mask).item<float>(), 1e-6f);
    }

    [TestMethod]
    public void Feature_matching_is_the_mean_over_layers_and_learns_from_the_fake_alone()
    {
        using var scope = NewDisposeScope();
        Tensor[] real = [tensor(new[] { 1f, 2f }).requires_grad_(), tensor(new[] { 0f })];
        Tensor[] fake = [tensor(new[] { 3f, 2f }).requires_grad_(), tensor(new[] { -4f })];
        var loss = HoleLoss.FeatureMatching(real, fake);
        Assert.AreEqual((1 + 4) / 2f, loss.item<float>(), 1e-6f);
        loss.backward();
        Assert.IsNull(real[0].grad);
        CollectionAssert.AreEqual(new[] { 0.25f, 0f }, NetworkChecks.Values(fake[0].grad!));
    }
}
