using Gan.Onnx;
using Gan.Onnx.Bundles;
using Gan.Onnx.Graphs;
using Gan.Training;
using Gan.Training.Data;
using Gan.Training.Export;
using Gan.Training.Recipes;
using Microsoft.ML.OnnxRuntime;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Gan.Tests.Training;

[TestClass]
public sealed class ExportTests
{
    private static readonly Dataset Digits = DigitsDataset.Load();
    private static readonly TrainingSettings Cpu = new() { Device = "cpu" };

    private static IEnumerable<object[]> Recipes => RecipeCatalog.All.Select(r => new object[] { r.Name });

    [TestMethod]
    [DynamicData(nameof(Recipes))]
    public void A_bundle_computes_what_its_networks_compute(string recipe)
    {
        using var trainer = Trained(RecipeCatalog.Find(recipe));
        var (bundle, differences) = BundleExporter.Export(trainer, (DateTime.UtcNow, TimeSpan.FromSeconds(1)));
        CollectionAssert.AreEqual(new[] { "x", "score", "features" }, differences.Select(d => d.Output).ToArray());
        foreach (var difference in differences) Assert.IsTrue(difference.MaximumAbsolute <= BundleExporter.Tolerance, $"{difference}");
        Assert.AreEqual(30, bundle.Manifest.Training.Steps);
        Assert.AreEqual(recipe, bundle.Manifest.Training.Recipe);
        CollectionAssert.AreEqual(Digits.Shape.ToArray(), bundle.Manifest.Data.Shape.ToArray());
    }

    [TestMethod]
    public void Networks_that_moved_on_are_told_from_their_old_export()
    {
        using var trainer = Trained(new DcganRecipe());
        var (bundle, _) = BundleExporter.Export(trainer, (DateTime.UtcNow, TimeSpan.Zero));
        trainer.TrainUntil(40);
        foreach (var difference in BundleExporter.Compare(trainer, bundle))
            Assert.IsTrue(difference.MaximumAbsolute > BundleExporter.Tolerance, $"{difference}");
    }

    [TestMethod]
    public void The_datas_unit_does_not_matter()
    {
        var range = new ValueRange { Minimum = 0, Maximum = 65535 };
        var wide = new Dataset("wide", Digits.Shape, [.. Digits.Samples.ToArray().Select(v => v * 4095)], null, range);
        using var trainer = new GanTrainer(new MlpGanRecipe(), wide, Cpu);
        trainer.TrainUntil(30);
        var (bundle, differences) = BundleExporter.Export(trainer, (DateTime.UtcNow, TimeSpan.Zero));
        Assert.IsTrue(differences[0].MaximumAbsolute < 1e-5, $"{differences[0]}");
        using var session = new Gan.Onnx.Inference.GeneratorSession(bundle);
        var sample = new float[session.SampleSize];
        session.Generate(1, 0, 1, sample);
        Assert.IsTrue(sample.Max() > 30000, "samples are in the data's own unit");
    }

    [TestMethod]
    public void The_threshold_calls_the_contamination_share_of_training_rows_abnormal()
    {
        using var trainer = Trained(new MlpGanRecipe());
        foreach (var contamination in new[] { 0.01, 0.1, 0.5 })
        {
            var (bundle, _) = BundleExporter.Export(trainer, (DateTime.UtcNow, TimeSpan.Zero), contamination);
            using var session = new Gan.Onnx.Inference.DiscriminatorSession(bundle);
            var scores = new float[Digits.Count];
            session.Score(Digits.Samples.Span, scores);
            Assert.AreEqual(contamination, scores.Count(s => s > bundle.Manifest.Score!.Threshold) / (double)Digits.Count, 1.0 / Digits.Count);
        }

        foreach (var contamination in new[] { 0, 0.6, double.NaN })
            Assert.ThrowsExactly<GanException>(() => BundleExporter.Export(trainer, (DateTime.UtcNow, TimeSpan.Zero), contamination));
    }

    [TestMethod]
    public void Every_layer_is_written_as_it_computes_in_evaluation_mode()
    {
        (Module<Tensor, Tensor> Layer, long[] Shape)[] layers =
        [
            (Linear(6, 4), [6]),
            (Linear(6, 4, hasBias: false), [6]),
            (Conv2d(3, 5, 3, stride: 2, padding: 1), [3, 8, 8]),
            (Conv2d(4, 6, 4, stride: 2, padding: 1, groups: 2, bias: false), [4, 8, 8]),
            (Conv2d(2, 3, 3, dilation: 2), [2, 9, 7]),
            (ConvTranspose2d(3, 5, 4, stride: 2, padding: 1), [3, 4, 4]),
            (ConvTranspose2d(3, 5, 4, bias: false), [3, 1, 1]),
            (BatchNorm2d(3), [3, 4, 4]),
            (BatchNorm2d(3, eps: 0.1, affine: false), [3, 4, 4]),
            (BatchNorm1d(6), [6]),
            (ReLU(), [6]),
            (LeakyReLU(0.3), [6]),
            (Tanh(), [6]),
            (Sigmoid(), [6]),
            (Dropout(0.9), [6]),
            (Identity(), [6]),
            (Flatten(), [3, 4, 4]),
            (Unflatten(1, [3, 2]), [6]),
            (Sequential(Linear(6, 8), ReLU(), Sequential(Linear(8, 4), Tanh())), [6]),
        ];
        foreach (var (layer, shape) in layers)
        {
            using var scope = NewDisposeScope();
            layer.train();
            layer.forward(randn([16, .. shape]) * 3 + 1); // moves running statistics away from their start
            layer.eval();
            foreach (var batch in new long[] { 1, 2, 17 })
            {
                var input = randn([batch, .. shape]);
                var expected = layer.forward(input).detach();
                var found = Run(Write(layer, shape, [.. expected.shape[1..]]), input);
                Assert.AreEqual(0, (expected - found).abs().max().item<float>(), 2e-5, $"{layer.GetType().Name} at batch {batch}");
            }

            layer.Dispose();
        }
    }

    [TestMethod]
    public void A_layer_without_a_rule_is_named_with_its_place()
    {
        using var network = Sequential(("first", Linear(4, 4)), ("odd", Softplus()));
        var e = Assert.ThrowsExactly<GanException>(() => Write(network, [4], [4]));
        StringAssert.Contains(e.Message, "'net.odd' of type Softplus");
    }

    [TestMethod]
    public void Settings_that_onnx_lacks_are_refused_rather_than_dropped()
    {
        using var reflecting = Conv2d(1, 1, 3, padding: 1, padding_mode: PaddingModes.Reflect);
        StringAssert.Contains(Assert.ThrowsExactly<GanException>(() => Write(reflecting, [1, 4, 4], [1, 4, 4])).Message, "'net' pads other than with zeros");
        using var stateless = BatchNorm2d(1, track_running_stats: false);
        StringAssert.Contains(Assert.ThrowsExactly<GanException>(() => Write(stateless, [1, 4, 4], [1, 4, 4])).Message, "'net' keeps no running statistics");
    }

    private static GanTrainer Trained(Recipe recipe)
    {
        var trainer = new GanTrainer(recipe, Digits, Cpu);
        trainer.TrainUntil(30);
        return trainer;
    }

    private static byte[] Write(Module<Tensor, Tensor> module, long[] inputShape, long[] outputShape)
    {
        var graph = new OnnxGraphBuilder("test");
        var input = graph.AddInput("input", OnnxElementType.Float, [-1, .. inputShape]);
        graph.AddNode("Identity", [new ModuleGraphWriter(graph).Write(module, input, "net")], "output");
        graph.AddOutput("output", OnnxElementType.Float, [-1, .. outputShape]);
        return graph.ToModel();
    }

    private static Tensor Run(byte[] model, Tensor input)
    {
        using var session = new InferenceSession(model);
        using var options = new RunOptions();
        using var value = OrtValue.CreateTensorValueFromMemory(input.data<float>().ToArray(), input.shape);
        using var outputs = session.Run(options, ["input"], [value], ["output"]);
        return tensor(outputs[0].GetTensorDataAsSpan<float>().ToArray(), outputs[0].GetTensorTypeAndShape().Shape);
    }
}
