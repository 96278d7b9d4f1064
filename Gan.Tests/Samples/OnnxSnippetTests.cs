using Gan.Onnx.Bundles;
using Gan.Onnx.Graphs;
using Gan.Onnx.Inference;
using Gan.Tests.Onnx;
using Gan.Tests.Training;
using Gan.Training.Export;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Gan.Tests.Samples;

/// <summary>What docs/onnx.md quotes beside the samples, compiled and run.</summary>
[TestClass]
public sealed class OnnxSnippetTests
{
    /// <summary>A module with a forward of its own.</summary>
    private sealed class Residual : Module<Tensor, Tensor>, IOnnxModule
    {
        private readonly Linear _body = Linear(4, 4);

        public Residual()
            : base(nameof(Residual)) => RegisterComponents();

        public override Tensor forward(Tensor input) => input + _body.call(input);

        public IReadOnlyList<OnnxValue> WriteOnnx(ModuleGraphWriter writer, IReadOnlyList<OnnxValue> inputs, string path) =>
            [writer.AddElementwise("Add", [inputs[0], writer.Write(_body, inputs[0], path + ".body")])];
    }

    [TestMethod]
    public void A_module_says_how_it_is_written()
    {
        using var folder = new TestFolder();
        using var module = new Residual();
        using var example = zeros(2, 4);
        var report = OnnxExport.Save(module, example, folder["residual.onnx"]);
        Assert.IsLessThan(1e-5, report.Outputs[0].MaximumAbsolute);
    }

    [TestMethod]
    public void Parts_join_a_bundle()
    {
        using var folder = new TestFolder();
        TinyBundle.Make([3, 64, 64], discriminator: false).Save(folder["run"]);
        using var module = Sequential(Conv2d(3, 3, 3, padding: 1), Tanh());
        using var encoder = Sequential(Flatten(), Linear(3 * 64 * 64, 3));
        var manifest = TinyBundle.Manifest([3, 64, 64], null, null);
        Write(folder["edges-to-shoes"], folder["run"], manifest, module, encoder);
        Assert.IsTrue(GanBundle.Load(folder["edges-to-shoes"]).HasTranslator);
    }

    private static void Write(
        string shoes,
        string run,
        BundleManifest manifest,
        Module<Tensor, Tensor> module,
        Module<Tensor, Tensor> encoder
    )
    {
        // Any image-to-image module from [-1, 1] to [-1, 1]; the part says what goes in, the manifest what comes out.
        var source = new BundleTranslator
        {
            SourceShape = [3, 64, 64],
            SourceRange = new ValueRange { Minimum = 0, Maximum = 255 },
        };
        var (bundle, differences) = BundleExporter.Create(manifest, [new TranslatorPart(module, source)]);
        bundle.Save(shoes);

        // An encoder whose codes the bundle's generator takes.
        var (withEncoder, _) = BundleExporter.Add(GanBundle.Load(run), new EncoderPart(encoder));
        Assert.IsTrue(withEncoder.HasEncoder && differences.Single().MaximumAbsolute < 1e-4);
    }

    [TestMethod]
    public void Sessions_run_bundles()
    {
        var bundle = TinyBundle.Make();
        using var generator = new GeneratorSession(bundle, SessionSettings.ForDevice("auto"));
        var samples = new float[1000 * generator.SampleSize];
        generator.Generate(seed: 7, firstRow: 0, count: 1000, samples); // the same everywhere
        var first = samples[..64];
        generator.Generate(seed: 7, firstRow: 0, count: 1000, truncation: 0.7f, samples); // more typical ones
        CollectionAssert.AreNotEqual(first, samples[..64]);
        generator.Interpolate(fromSeed: 1, toSeed: 2, LatentPath.Spherical, 1000, samples);
        Assert.IsTrue(samples.All(float.IsFinite));
    }

    [TestMethod]
    public void A_session_translates_pictures_of_any_size()
    {
        var bundle = FreeTranslator.Make(reach: 5, mask: true, classes: true);
        const int height = 70,
            width = 50;
        var (image, mask, classes) = (new float[3 * height * width], new float[height * width], new float[height * width]);
        using var translator = new TranslatorSession(bundle, new SessionSettings { TileSide = 512 });
        var sample = new float[translator.SampleSizeOf(height, width)];
        translator.Translate(image, height, width, sample, mask, classes);
        Assert.HasCount(3 * height * width, sample);
    }
}
