using Gan.Onnx;
using Gan.Onnx.Bundles;
using Gan.Onnx.Inference;
using Gan.Training;
using Gan.Training.Data;
using Gan.Training.Export;
using Gan.Training.Methods;
using Gan.Training.Networks.Layers;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Gan.Tests.Training.Export;

/// <summary>Encoders and translators in bundles compute what their modules compute, in the data's own values.</summary>
[TestClass]
public sealed class MappingExportTests
{
    private static readonly ValueRange Bytes = new() { Minimum = 0, Maximum = 255 };
    private static readonly ValueRange Depths = new() { Minimum = -10, Maximum = 30 };

    [TestMethod]
    public void A_translator_of_any_module_is_a_bundle_that_computes_what_the_module_computes()
    {
        using var scope = NewDisposeScope();
        using var random = new Generator(1, CPU);
        using var module = UNet();
        module.train();
        var (bundle, differences) = BundleExporter.Create(
            Manifest([3, 8, 8], Bytes, [1, 16, 16], Depths),
            [new TranslatorPart(module)]
        );
        Assert.IsTrue(module.training, "the module is left as it was");
        Assert.AreEqual("x", differences.Single().Output);
        Assert.IsLessThan(1e-5, differences[0].MaximumAbsolute);
        Assert.AreEqual(
            (false, false, false, true),
            (bundle.HasGenerator, bundle.HasDiscriminator, bundle.HasEncoder, bundle.HasTranslator)
        );

        // Once more by hand: 255 is 1 for the network, and its 1 is 30.
        module.eval();
        var images = rand([5, 3, 8, 8], generator: random) * 255;
        var expected = (module.call(images / 127.5 - 1) * 20 + 10).data<float>().ToArray();
        using var session = new TranslatorSession(bundle);
        var samples = new float[5 * session.SampleSize];
        session.Translate(images.data<float>().ToArray(), samples);
        for (var i = 0; i < samples.Length; i++)
            Assert.AreEqual(expected[i], samples[i], 1e-3f);
    }

    [TestMethod]
    public void An_encoder_joins_a_trained_bundle_and_gives_what_its_generator_takes()
    {
        using var scope = NewDisposeScope();
        var digits = Dataset.Digits();
        using var trainer = new GanTrainer(new MlpGanRecipe(), digits, new TrainingSettings { Device = TestDevice.Name });
        trainer.TrainUntil(2);
        var (plain, _) = BundleExporter.Export(trainer, (DateTime.UtcNow, TimeSpan.Zero));
        var size = plain.Manifest.Latent!.Size;
        using var random = new Generator(1, CPU);
        using var module = Sequential(Flatten(), Linear(64, 32), BatchNorm1d(32), LeakyReLU(0.2), Dropout(0.5), Linear(32, size));
        var (bundle, differences) = BundleExporter.Add(plain, new EncoderPart(module));
        Assert.AreEqual("code", differences.Single().Output);
        Assert.IsTrue(bundle.HasGenerator && bundle.HasDiscriminator && bundle.HasEncoder);
        CollectionAssert.AreEqual(
            plain.GetModel(GanBundle.GeneratorFile).ToArray(),
            bundle.GetModel(GanBundle.GeneratorFile).ToArray()
        );

        module.eval();
        var range = digits.Range;
        var samples = digits.Samples[..(3 * 64)].ToArray();
        var expected = module.call((tensor(samples).reshape(3, 1, 8, 8) - 8) / 8).data<float>().ToArray();
        Assert.AreEqual((0.0, 16.0), (range.Minimum, range.Maximum));
        using var encoder = new EncoderSession(bundle);
        using var generator = new GeneratorSession(bundle);
        float[] codes = new float[3 * size],
            again = new float[3 * 64];
        encoder.Encode(samples, codes);
        generator.Generate(codes, again);
        for (var i = 0; i < codes.Length; i++)
            Assert.AreEqual(expected[i], codes[i], 1e-4f);
    }

    [TestMethod]
    public void Both_may_stand_alone_or_join_and_replace()
    {
        using var scope = NewDisposeScope();
        using var encoder = Sequential(Flatten(), Linear(16 * 16, 5));
        using var translator = UNet();
        var manifest = Manifest([3, 8, 8], Bytes, [1, 16, 16], Depths);
        var (alone, _) = BundleExporter.Create(manifest with { Translator = null }, [new EncoderPart(encoder, 5)]);
        var (both, _) = BundleExporter.Add(alone, new TranslatorPart(translator, manifest.Translator!));
        Assert.AreEqual((true, true), (both.HasEncoder, both.HasTranslator));
        using var other = Sequential(Flatten(), Linear(16 * 16, 6));
        var (replaced, _) = BundleExporter.Add(both, new EncoderPart(other, 6));
        Assert.AreEqual((6, true), (replaced.Manifest.Encoder!.Size, replaced.HasTranslator));
    }

    [TestMethod]
    public void Weights_of_16_bits_halve_the_file()
    {
        using var scope = NewDisposeScope();
        using var module = Sequential(Conv2d(3, 32, 3, padding: 1), ReLU(), Conv2d(32, 1, 3, padding: 1), Tanh());
        var manifest = Manifest([3, 8, 8], Bytes, [1, 8, 8], Depths);
        var (full, _) = BundleExporter.Create(manifest, [new TranslatorPart(module)]);
        var (half, differences) = BundleExporter.Create(manifest, [new TranslatorPart(module)], halfPrecisionWeights: true);
        Assert.IsLessThan(0.7 * full.Manifest.Files[0].Bytes, half.Manifest.Files[0].Bytes);
        Assert.IsTrue(differences[0].IsWithin(BundleExporter.HalfPrecisionTolerance) && differences[0].MaximumAbsolute > 1e-7);
    }

    [TestMethod]
    public void What_does_not_fit_is_refused_in_a_sentence()
    {
        using var scope = NewDisposeScope();
        using var module = Sequential(Conv2d(3, 1, 3, padding: 1), Tanh());
        using var encoder = Sequential(Flatten(), Linear(64, 3));
        using var foreign = new Doubling();
        var manifest = Manifest([3, 8, 8], Bytes, [1, 16, 16], Depths);
        Refused(
            () => BundleExporter.Create(manifest, [new TranslatorPart(module)]),
            "translator.onnx has output 'x' of shape ['batch', 1, 8, 8], but gan.json says [batch, 1, 16, 16]"
        );
        Refused(
            () => BundleExporter.Create(manifest with { Translator = null }, [new TranslatorPart(module)]),
            "The manifest has no 'translator'"
        );
        Refused(
            () => BundleExporter.Create(manifest, [new TranslatorPart(foreign)]),
            "'translator' of type Doubling cannot be written to ONNX"
        );
        Refused(() => BundleExporter.Create(manifest, [new EncoderPart(encoder)]), "say how many values a code has");
        using var fitting = UNet();
        var (bundle, _) = BundleExporter.Create(manifest, [new TranslatorPart(fitting)]);
        Refused(() => BundleExporter.Add(bundle, new EncoderPart(encoder)), "say how many values a code has");
    }

    [TestMethod]
    public void A_module_that_writes_something_else_than_it_computes_is_refused()
    {
        using var scope = NewDisposeScope();
        using var module = new Liar();
        Refused(
            () => BundleExporter.Create(Manifest([1, 4, 4], Bytes, [1, 4, 4], Depths), [new TranslatorPart(module)]),
            "The exported output 'x' differs from its network"
        );
    }

    private static void Refused(Action act, string part) =>
        StringAssert.Contains(Assert.ThrowsExactly<GanException>(act).Message, part);

    /// <summary>Three channels of 8x8 to one of 16x16, with a skip, batch norm and dropout.</summary>
    private static Module<Tensor, Tensor> UNet() =>
        Sequential(
            Conv2d(3, 4, 3, padding: 1),
            BatchNorm2d(4),
            LeakyReLU(0.2),
            new SkipConnection(
                Sequential(Conv2d(4, 8, 4, 2, 1), InstanceNorm2d(8), ReLU(), Dropout(0.5), ConvTranspose2d(8, 4, 4, 2, 1), ReLU())
            ),
            ConvTranspose2d(8, 1, 4, 2, 1),
            Tanh()
        );

    private static BundleManifest Manifest(int[] sourceShape, ValueRange sourceRange, int[] shape, ValueRange range) =>
        new()
        {
            Method = "pix2pix",
            Data = new BundleData
            {
                Kind = DataKind.Image,
                Shape = shape,
                ValueRange = range,
            },
            Translator = new BundleTranslator { SourceShape = sourceShape, SourceRange = sourceRange },
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

    private sealed class Doubling() : Module<Tensor, Tensor>(nameof(Doubling))
    {
        public override Tensor forward(Tensor input) => input * 2;
    }

    private sealed class Liar() : Module<Tensor, Tensor>(nameof(Liar)), IOnnxModule
    {
        public override Tensor forward(Tensor input) => input * 2;

        public IReadOnlyList<Gan.Onnx.Graphs.OnnxValue> WriteOnnx(
            ModuleGraphWriter writer,
            IReadOnlyList<Gan.Onnx.Graphs.OnnxValue> inputs,
            string path
        ) => [inputs[0]];
    }
}
