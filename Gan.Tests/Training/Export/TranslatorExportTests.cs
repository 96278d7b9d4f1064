using Gan.Onnx;
using Gan.Onnx.Bundles;
using Gan.Onnx.Graphs;
using Gan.Training.Export;
using Gan.Training.Networks;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Gan.Tests.Training.Export;

/// <summary>Translators of any size, with masks, with classes and that enlarge.</summary>
[TestClass]
public sealed class TranslatorExportTests
{
    private static readonly ValueRange Bytes = new() { Minimum = 0, Maximum = 255 };

    private static readonly BundleTranslator Any = new()
    {
        SourceShape = [3, 16, 16],
        SourceRange = Bytes,
        AnySize = true,
    };

    private static Dictionary<string, Func<Module<Tensor, Tensor>>> Networks =>
        new()
        {
            ["U-Net"] = () => UNet.Create(3, 3, new UNetOptions { FeatureMaps = 4, Size = 16 }),
            ["U-Net, transposed, with batch norm"] = () =>
                UNet.Create(
                    3,
                    3,
                    new UNetOptions
                    {
                        FeatureMaps = 4,
                        Size = 16,
                        Normalization = ImageNormalization.Batch,
                        Upsampling = ImageUpsampling.Transposed,
                    }
                ),
            ["residual"] = () => new ResidualTranslator(3, 3, new ResidualTranslatorOptions { FeatureMaps = 4, Blocks = 1 }),
            ["residual, antialiased"] = () =>
                new ResidualTranslator(
                    3,
                    3,
                    new ResidualTranslatorOptions
                    {
                        FeatureMaps = 4,
                        Blocks = 1,
                        Antialiased = true,
                    }
                ),
            ["group norm"] = () => Sequential(Conv2d(3, 4, 3, padding: 1), GroupNorm(2, 4), ReLU(), Conv2d(4, 3, 1), Tanh()),
        };

    private static IEnumerable<object[]> Names => Networks.Keys.Select(name => new object[] { name });

    [TestMethod]
    [DynamicData(nameof(Names))]
    public void A_translator_of_any_size_computes_what_its_network_computes_at_every_size(string name)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        using var random = new Generator(1, CPU);
        using var network = Networks[name]();
        WeightInitialization.KaimingNormal(network, random);
        var smallest = network is IAnySize any ? any.SmallestSide : 1;
        var (bundle, differences) = BundleExporter.Create(
            Manifest([3, 16, 16]),
            [new TranslatorPart(network, Any with { SmallestSide = smallest })]
        );
        Assert.AreEqual("x", differences.Single().Output);
        Assert.IsGreaterThan(20, differences[0].Rows, "several sizes");
        var model = bundle.GetModel(GanBundle.TranslatorFile).ToArray();
        var ports = OnnxModelSummary.Read(model);
        CollectionAssert.AreEqual(new[] { "batch", "3", "height", "width" }, ports.Inputs.Single().Shape.ToArray());
        CollectionAssert.AreEqual(new[] { "batch", "3", "height", "width" }, ports.Outputs.Single().Shape.ToArray());

        // Once more by hand, at sizes that were not tried.
        network.eval();
        foreach (var (height, width) in new[] { (16, 16), (smallest, 29), (31, 18), (80, 33) })
        {
            var image = rand([2, 3, height, width], generator: random) * 255;
            var expected = network.call(image / 127.5 - 1) * 127.5 + 127.5;
            var found = ExportFixture.Run(model, image)[0];
            CollectionAssert.AreEqual(new long[] { 2, 3, height, width }, found.shape);
            Assert.IsLessThan(1e-5, (expected - found).abs().max().item<float>() / 127.5, $"{height}x{width}");
        }
    }

    /// <summary>A picture whose sides are no multiple is padded in a graph of one size too.</summary>
    [TestMethod]
    public void A_translator_of_one_size_pads_where_it_must()
    {
        using var scope = NewDisposeScope();
        using var network = UNet.Create(3, 1, new UNetOptions { FeatureMaps = 4, Size = 16 });
        var (bundle, _) = BundleExporter.Create(
            Manifest([1, 18, 21]),
            [new TranslatorPart(network, Any with { SourceShape = [3, 18, 21], AnySize = false })]
        );
        var ports = OnnxModelSummary.Read(bundle.GetModel(GanBundle.TranslatorFile).Span);
        CollectionAssert.AreEqual(new[] { "batch", "1", "18", "21" }, ports.Outputs.Single().Shape.ToArray());
    }

    [TestMethod]
    public void With_a_mask_known_pixels_come_back_to_the_bit_and_holes_are_filled_by_the_network()
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        using var random = new Generator(1, CPU);
        using var network = UNet.Create(4, 3, new UNetOptions { FeatureMaps = 4, Size = 16 });
        WeightInitialization.KaimingNormal(network, random);
        var (bundle, _) = BundleExporter.Create(
            Manifest([3, 16, 16]),
            [new TranslatorPart(network, Any with { TakesMask = true, SmallestSide = 5 })]
        );
        var model = bundle.GetModel(GanBundle.TranslatorFile).ToArray();
        network.eval();
        foreach (var side in new[] { 16, 21 })
        {
            var image = rand([2, 3, side, side], generator: random) * 255;
            var mask = zeros(2, 1, side, side);
            mask[0, 0, 3..7, 2..9] = 1;
            var found = ExportFixture.Run(model, image, mask)[0];
            var known = mask.eq(0).expand_as(image);
            NetworkIsEqual(image[known], found[known]);
            var given = cat([(image / 127.5 - 1) * (1 - mask), mask], 1);
            var expected = network.call(given) * 127.5 + 127.5;
            var hole = known.logical_not();
            Assert.IsLessThan(1e-3, (expected[hole] - found[hole]).abs().max().item<float>());
            Assert.IsGreaterThan(1, (image[hole] - found[hole]).abs().max().item<float>());
            // What is in a hole does not matter, whatever it is.
            var other = image.clone();
            other[hole] = float.NaN;
            NetworkIsEqual(found, ExportFixture.Run(model, other, mask)[0]);
        }
    }

    [TestMethod]
    public void With_classes_each_pixel_gets_its_number_and_its_colour()
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        using var random = new Generator(1, CPU);
        using var network = UNet.Create(
            3,
            4,
            new UNetOptions
            {
                FeatureMaps = 4,
                Size = 16,
                Tanh = false,
            }
        );
        WeightInitialization.KaimingNormal(network, random);
        float[][] palette =
        [
            [0, 0, 0],
            [255, 0, 0],
            [0, 255, 0],
            [10, 20, 255],
        ];
        var manifest = Manifest([3, 16, 16]);
        manifest = manifest with { Data = manifest.Data with { Labels = ["sky", "wall", "door", "tree"] } };
        var (bundle, differences) = BundleExporter.Create(
            manifest,
            [new TranslatorPart(network, Any with { ClassCount = 4, SmallestSide = 5 }) { Palette = palette }]
        );
        CollectionAssert.AreEqual(new[] { "x", "classes" }, differences.Select(d => d.Output).ToArray());
        Assert.IsTrue(differences.All(d => d.MaximumAbsolute == 0));
        var model = bundle.GetModel(GanBundle.TranslatorFile).ToArray();
        var image = rand([2, 3, 19, 22], generator: random) * 255;
        var found = ExportFixture.Run(model, image);
        network.eval();
        var expected = network.call(image / 127.5 - 1).argmax(1);
        Assert.IsGreaterThan(0.999, found[1].squeeze(1).eq(expected).to(ScalarType.Float32).mean().item<float>());
        var numbers = found[1].data<float>().ToArray();
        Assert.IsGreaterThan(2, numbers.Distinct().Count());
        for (var i = 0; i < numbers.Length; i++)
        {
            var (row, pixel) = Math.DivRem(i, 19 * 22);
            for (var channel = 0; channel < 3; channel++)
                Assert.AreEqual(
                    palette[(int)numbers[i]][channel],
                    found[0].data<float>()[(row * 3 + channel) * 19 * 22 + pixel],
                    0
                );
        }
    }

    [TestMethod]
    public void A_translator_that_enlarges_has_outputs_of_their_own_size()
    {
        using var scope = NewDisposeScope();
        using var network = new PadToMultiple(
            Sequential(Conv2d(1, 4, 4, 2, 1), ReLU(), Conv2d(4, 16, 3, padding: 1), PixelShuffle(4), Tanh()),
            2,
            scale: 2
        );
        var (bundle, _) = BundleExporter.Create(
            Manifest([1, 32, 32]),
            [new TranslatorPart(network, Any with { SourceShape = [1, 16, 16], Scale = 2, SmallestSide = network.SmallestSide })]
        );
        var model = bundle.GetModel(GanBundle.TranslatorFile).ToArray();
        CollectionAssert.AreEqual(
            new[] { "batch", "1", "output_height", "output_width" },
            OnnxModelSummary.Read(model).Outputs.Single().Shape.ToArray()
        );
        CollectionAssert.AreEqual(new long[] { 1, 1, 14, 10 }, ExportFixture.Run(model, zeros(1, 1, 7, 5))[0].shape);
    }

    [TestMethod]
    public void What_does_not_go_together_is_refused_in_a_sentence()
    {
        using var scope = NewDisposeScope();
        using var plain = Sequential(Conv2d(3, 3, 3, padding: 1), Tanh());
        using var mask = Sequential(Conv2d(4, 3, 3, padding: 1), Tanh());
        using var dense = Sequential(Flatten(), Linear(768, 768), Unflatten(1, [3, 16, 16]), Tanh());
        using var coarse = Sequential(Conv2d(3, 8, 4, 2, 1), ConvTranspose2d(8, 3, 4, 2, 1), Tanh());
        float[][] palette =
        [
            [0, 0, 0],
            [255, 0, 0],
            [0, 255, 0],
        ];
        Refused(dense, Any, "The network is said to take any size, but it does not do so: at 19x17 pixels");
        Refused(coarse, Any, "gives 18x16, but with Scale 1 it must be 19x17");
        Refused(plain, Any with { Scale = 2 }, "its sides must be 32 and 32", [3, 32, 32]);
        Refused(mask, Any with { TakesMask = true }, "of the shape and range of those that it gives", [1, 16, 16]);
        Refused(
            mask,
            Any with
            {
                TakesMask = true,
                SourceRange = new ValueRange { Minimum = 0, Maximum = 1 },
            },
            "from 0 to 255, not [3, 16, 16] from 0 to 1"
        );
        Refused(mask, Any with { TakesMask = true, Scale = 2 }, "it neither enlarges nor tells classes", [3, 32, 32]);
        Refused(plain, Any with { ClassCount = 3 }, "give the colour of each as Palette");
        Refused(plain, Any, "Palette has 3 colours of 3 value(s), but the translator tells 0 classes", null, palette);
        Refused(plain, Any with { ClassCount = 2 }, "it gives 'Tanh:", null, palette[..2]);
    }

    private static void Refused(
        Module<Tensor, Tensor> network,
        BundleTranslator translator,
        string part,
        int[]? shape = null,
        float[][]? palette = null
    )
    {
        var manifest = Manifest(shape ?? [3, 16, 16]);
        if (translator.ClassCount > 0)
            manifest = manifest with
            {
                Data = manifest.Data with { Labels = [.. Enumerable.Range(0, translator.ClassCount).Select(i => $"{i}")] },
            };
        StringAssert.Contains(
            Assert
                .ThrowsExactly<GanException>(() =>
                    BundleExporter.Create(manifest, [new TranslatorPart(network, translator) { Palette = palette }])
                )
                .Message,
            part
        );
    }

    private static void NetworkIsEqual(Tensor expected, Tensor found) =>
        CollectionAssert.AreEqual(expected.data<float>().ToArray(), found.data<float>().ToArray());

    private static BundleManifest Manifest(int[] shape) =>
        new()
        {
            Method = "pix2pix",
            Data = new BundleData
            {
                Kind = DataKind.Image,
                Shape = shape,
                ValueRange = Bytes,
            },
            Training = new BundleTraining
            {
                Recipe = "elsewhere",
                Seed = 1,
                Steps = 0,
                BatchSize = 1,
                DataSource = "none",
                DataLicence = "none",
                StartedUtc = DateTimeOffset.UnixEpoch,
                DurationSeconds = 0,
                Device = "cpu",
            },
        };
}
