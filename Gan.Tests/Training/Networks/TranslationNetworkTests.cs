using Gan.Onnx;
using Gan.Training.Games;
using Gan.Training.Networks;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Gan.Tests.Training.Networks;

/// <summary>The networks that translate pictures.</summary>
[TestClass]
public sealed class TranslationNetworkTests
{
    private static readonly ResidualTranslatorOptions Small = new() { FeatureMaps = 4, Blocks = 2 };

    /// <summary>Small ones of every kind.</summary>
    private static Dictionary<string, Func<Module<Tensor, Tensor>>> Kinds =>
        new()
        {
            ["U-Net"] = () => UNet.Create(3, 3, new UNetOptions { FeatureMaps = 4, Size = 16 }),
            ["U-Net with batch norm"] = () =>
                UNet.Create(
                    3,
                    3,
                    new UNetOptions
                    {
                        FeatureMaps = 4,
                        Size = 16,
                        Normalization = ImageNormalization.Batch,
                    }
                ),
            ["U-Net, transposed, with dropout"] = () =>
                UNet.Create(
                    3,
                    3,
                    new UNetOptions
                    {
                        FeatureMaps = 4,
                        Size = 16,
                        Upsampling = ImageUpsampling.Transposed,
                        Dropout = 0.5,
                        Noise = new NoiseSource(new Generator(1, CPU)),
                    }
                ),
            ["U-Net without norm, of one level"] = () =>
                UNet.Create(
                    3,
                    3,
                    new UNetOptions
                    {
                        FeatureMaps = 4,
                        Depth = 1,
                        Normalization = ImageNormalization.None,
                    }
                ),
            ["residual"] = () => new ResidualTranslator(3, 3, Small),
            ["residual, transposed"] = () => new ResidualTranslator(3, 3, Small with { Upsampling = ImageUpsampling.Transposed }),
            ["residual, antialiased"] = () => new ResidualTranslator(3, 3, Small with { Antialiased = true }),
        };

    private static IEnumerable<object[]> Names => Kinds.Keys.Select(name => new object[] { name });

    /// <summary>The counts of the papers' networks, in millions, as their authors' programs print them. Ours have no bias before
    /// an instance norm, which takes it away again.</summary>
    [TestMethod]
    public void Networks_of_the_published_sizes_have_the_published_numbers_of_parameters()
    {
        using var scope = NewDisposeScope();
        using var unet = UNet.Create(
            3,
            3,
            new UNetOptions
            {
                Size = 256,
                Normalization = ImageNormalization.Batch,
                Upsampling = ImageUpsampling.Transposed,
            }
        );
        Assert.AreEqual(54.414, Count(unet) / 1e6, 0.001);
        using var residual = new ResidualTranslator(
            3,
            3,
            new ResidualTranslatorOptions { Upsampling = ImageUpsampling.Transposed }
        );
        var biases = 64 + 128 + 256 + 18 * 256 + 128 + 64;
        Assert.AreEqual(11.378, (Count(residual) + biases) / 1e6, 0.0005);
        Assert.AreEqual(11.4, Count(residual) / 1e6, 0.05);
        using var patches = new PatchDiscriminator(6, new PatchDiscriminatorOptions { Normalization = ImageNormalization.Batch });
        Assert.AreEqual(2.769, Count(patches) / 1e6, 0.0005);
    }

    [TestMethod]
    [DynamicData(nameof(Names))]
    public void A_picture_alone_and_in_a_batch_of_17_gives_the_same_and_twice_the_same_bits(string name)
    {
        using var scope = NewDisposeScope();
        using var random = new Generator(1, CPU);
        using var network = Create(name, random);
        NetworkChecks.CheckRowsAreJudgedAlone(network, network.call, rand([17, 3, 16, 16], generator: random) * 2 - 1);
    }

    [TestMethod]
    [DynamicData(nameof(Names))]
    public void Without_dropout_and_batch_norm_a_network_gives_while_it_trains_what_it_gives_afterwards(string name)
    {
        if (name.Contains("batch", StringComparison.Ordinal) || name.Contains("dropout", StringComparison.Ordinal))
            return;
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        using var random = new Generator(1, CPU);
        using var network = Create(name, random);
        var pictures = rand([3, 3, 16, 16], generator: random) * 2 - 1;
        var training = network.call(pictures);
        network.eval();
        NetworkChecks.AreClose(training, network.call(pictures), 0);
    }

    [TestMethod]
    [DynamicData(nameof(Names))]
    public void Every_weight_of_a_network_matters_is_saved_and_may_be_flat(string name)
    {
        using var scope = NewDisposeScope();
        using var random = new Generator(1, CPU);
        var pictures = rand([2, 3, 16, 16], generator: random) * 2 - 1;
        NetworkChecks.CheckSaving(() => Create(name, random), network => network.call(pictures));
        using var network = Create(name, random);
        network.call(pictures).square().sum().backward();
        foreach (var (parameter, value) in network.named_parameters())
            Assert.IsGreaterThan(0, value.grad!.abs().sum().item<float>(), parameter);
        NetworkChecks.CheckFlatParameters(network, () => network.call(pictures));
    }

    [TestMethod]
    [DynamicData(nameof(Names))]
    public void Any_size_from_the_smallest_on_gives_a_picture_of_that_size(string name)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        using var random = new Generator(1, CPU);
        using var network = Create(name, random);
        network.eval();
        var smallest = ((IAnySize)network).SmallestSide;
        foreach (var (height, width) in new[] { (smallest, smallest), (17, 16), (23, 41), (smallest, 64) })
            CollectionAssert.AreEqual(
                new long[] { 2, 3, height, width },
                network.call(rand([2, 3, height, width], generator: random)).shape
            );
    }

    /// <summary>Where no padding is needed none is there, and where it is, the picture is continued by reflection.</summary>
    [TestMethod]
    public void Padding_to_a_multiple_reflects_and_crops()
    {
        using var scope = NewDisposeScope();
        using var pad = new PadToMultiple(Sequential(Identity()), 4);
        using var seen = new PadToMultiple(Upsample(scale_factor: [2, 2]), 4, scale: 2);
        var picture = arange(15, ScalarType.Float32).reshape(1, 1, 3, 5);
        NetworkChecks.AreClose(picture, pad.call(picture), 0);
        CollectionAssert.AreEqual(new long[] { 1, 1, 6, 10 }, seen.call(picture).shape);
        using var sum = new PadToMultiple(Sequential(AvgPool2d(4), Upsample(scale_factor: [4, 4])), 4);
        // The fourth row is the second again, and columns 5, 6 and 7 are 3, 2 and 1.
        var rows = new[] { 0, 1, 2, 1 };
        var expected = rows.Average(r => new[] { 0, 1, 2, 3 }.Average(c => r * 5.0 + c));
        Assert.AreEqual(expected, sum.call(picture)[0, 0, 0, 0].item<float>(), 1e-5);
        var right = rows.Average(r => new[] { 4, 3, 2, 1 }.Average(c => r * 5.0 + c));
        Assert.AreEqual(right, sum.call(picture)[0, 0, 2, 4].item<float>(), 1e-5);
        Assert.AreEqual(3, pad.SmallestSide);
    }

    /// <summary>The energy at the Nyquist frequency is that of what alternates from pixel to pixel: (a - b - c + d) / 4 of each
    /// square of 2x2 pixels. Without a norm, for an instance norm leaves nothing of a flat picture that could
    /// alternate.</summary>
    [TestMethod]
    [DataRow(ImageUpsampling.Resize, 0.0, 1e-3)]
    [DataRow(ImageUpsampling.Transposed, 1e-3, 1.0)]
    public void A_flat_grey_picture_gets_a_checkerboard_from_transposed_convolutions_alone(
        ImageUpsampling kind,
        double least,
        double most
    )
    {
        using var scope = NewDisposeScope();
        using var random = new Generator(1, CPU);
        using var network = UNet.Create(
            3,
            3,
            new UNetOptions
            {
                FeatureMaps = 8,
                Size = 32,
                Normalization = ImageNormalization.None,
                Upsampling = kind,
            }
        );
        WeightInitialization.KaimingNormal(network, random);
        var energy = Checkerboard(network, full([1, 3, 32, 32], 0.3f));
        Assert.IsTrue(energy >= least && energy < most, $"{energy}");
    }

    /// <summary>CUT compares layers 0, 4, 8, 12 and 16; what they give is what the whole network goes on with.</summary>
    [TestMethod]
    public void Features_are_those_of_the_layers_that_CUT_compares()
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        using var random = new Generator(1, CPU);
        using var network = new ResidualTranslator(
            3,
            3,
            new ResidualTranslatorOptions
            {
                FeatureMaps = 4,
                Blocks = 9,
                Antialiased = true,
            }
        );
        WeightInitialization.Dcgan(network, random);
        CollectionAssert.AreEqual(new[] { 0, 4, 8, 12, 16 }, network.PatchLayers.ToArray());
        var picture = rand([2, 3, 16, 20], generator: random);
        var features = network.Features(picture, network.PatchLayers);
        CollectionAssert.AreEqual(
            new[] { "2,3,22,26", "2,8,16,20", "2,16,8,10", "2,16,4,5", "2,16,4,5" },
            features.Select(f => string.Join(",", f.shape)).ToArray()
        );
        CollectionAssert.AreEqual(features.Select(f => (int)f.shape[1]).ToArray(), network.PatchChannels.ToArray());
        NetworkChecks.AreClose(picture, features[0].narrow(2, 3, 16).narrow(3, 3, 20), 0);
        NetworkChecks.AreClose(features[3], network.Features(picture, [12])[0], 0);
        var last = network.PatchLayers[^1];
        var kept = features[^1].clone();
        network.call(picture);
        NetworkChecks.AreClose(kept, network.Features(picture, [last])[0], 0, "a pass changes nothing");
    }

    /// <summary>Enlarging in CUT is a transposed convolution by [1 3 3 1] over a picture with its edge repeated; that is bilinear
    /// interpolation. Making smaller is a convolution by [1 2 1].</summary>
    [TestMethod]
    public void The_antialiased_layers_are_the_published_filters()
    {
        using var scope = NewDisposeScope();
        using var random = new Generator(1, CPU);
        var picture = rand([1, 1, 6, 7], generator: random);
        var row = tensor([1f, 3, 3, 1]).unsqueeze(0) / 4;
        var published = functional
            .conv_transpose2d(
                functional.pad(picture, [1, 1, 1, 1], PaddingModes.Replicate),
                row.t().mm(row).reshape(1, 1, 4, 4),
                strides: [2, 2],
                padding: [2, 2]
            )
            .narrow(2, 1, 12)
            .narrow(3, 1, 14);
        using var up = Upsample(scale_factor: [2, 2], mode: UpsampleMode.Bilinear, align_corners: false);
        NetworkChecks.AreClose(published, up.call(picture), 1e-6);

        using var down = new BlurPool2d(1);
        var small = down.call(picture);
        CollectionAssert.AreEqual(new long[] { 1, 1, 3, 4 }, small.shape);
        var weights = new[] { 1, 2, 1 };
        var expected = 0.0;
        for (var y = -1; y <= 1; y++)
        for (var x = -1; x <= 1; x++)
            expected += weights[y + 1] * weights[x + 1] / 16.0 * picture[0, 0, 2 + y, 4 + x].item<float>();
        Assert.AreEqual(expected, small[0, 0, 1, 2].item<float>(), 1e-6);
    }

    [TestMethod]
    public void A_U_Net_is_as_deep_as_its_size_and_norm_allow()
    {
        using var scope = NewDisposeScope();
        foreach (
            var (size, norm, halvings) in new[]
            {
                (256, ImageNormalization.Batch, 8),
                (256, ImageNormalization.Instance, 7),
                (48, ImageNormalization.Instance, 4),
                (4, ImageNormalization.Instance, 1),
                (2, ImageNormalization.None, 1),
            }
        )
        {
            using var network = UNet.Create(
                1,
                1,
                new UNetOptions
                {
                    FeatureMaps = 1,
                    Size = size,
                    Normalization = norm,
                }
            );
            Assert.AreEqual(halvings, network.modules().OfType<Conv2d>().Count(c => c.stride[0] == 2), $"{size}");
        }

        StringAssert.Contains(
            Assert.ThrowsExactly<GanException>(() => UNet.Create(1, 1, new UNetOptions { Size = 3 })).Message,
            "pictures of 3 pixels a side; enlarge them to 4 or more"
        );
        StringAssert.Contains(
            Assert.ThrowsExactly<GanException>(() => UNet.Create(1, 1, new UNetOptions { Size = 16, Dropout = 0.5 })).Message,
            "needs a source of noise"
        );
    }

    [TestMethod]
    [DynamicData(nameof(Names))]
    public void Mixed_precision_gives_nearly_the_same(string name)
    {
        using var scope = NewDisposeScope();
        using var random = new Generator(1, CPU);
        using var network = Create(name, random);
        network.eval();
        var pictures = rand([2, 3, 16, 16], generator: random) * 2 - 1;
        var full = network.call(pictures).detach();
        using var flat = new FlatParameters([network], Gan.Training.TrainingPrecision.BFloat16);
        flat.Publish();
        var mixed = MixedPrecision.Full(network.call(pictures));
        NetworkChecks.AreClose(full, mixed.detach(), 0.1 * full.abs().max().item<float>());
        mixed.square().sum().backward();
        flat.CollectGradients();
        Assert.IsGreaterThan(0, flat.Gradients.abs().sum().item<float>());
    }

    private static long Count(nn.Module network) => network.parameters().Sum(p => p.numel());

    private static Module<Tensor, Tensor> Create(string name, Generator random)
    {
        var network = Kinds[name]();
        WeightInitialization.Dcgan(network, random);
        return network;
    }

    /// <summary>The share of the result's energy that alternates.</summary>
    private static double Checkerboard(Module<Tensor, Tensor> network, Tensor picture)
    {
        using var noGrad = no_grad();
        network.eval();
        var x = network.call(picture);
        var signs = 1 - 2 * (arange(x.shape[2]).unsqueeze(1) + arange(x.shape[3])).remainder(2);
        var alternating = functional.avg_pool2d(x * signs, 2);
        Assert.IsGreaterThan(1e-6f, x.square().mean().item<float>(), "there is a picture");
        return alternating.square().mean().item<float>() / x.square().mean().item<float>();
    }
}
