using Gan.Onnx;
using Gan.Onnx.Graphs;
using Gan.Training.Export;
using Gan.Training.Networks;
using Gan.Training.Networks.Layers;
using Microsoft.ML.OnnxRuntime;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Gan.Tests.Training.Export;

[TestClass]
public sealed class OnnxExportTests
{
    [TestMethod]
    public void A_module_with_a_forward_of_its_own_writes_itself()
    {
        using var fixture = new ExportFixture();
        using var module = new Gated();
        var report = fixture.Save(module, randn([4, 6], generator: fixture.Random));
        Assert.IsTrue(report.Outputs.Single().MaximumAbsolute < 1e-5, $"{report}");
        Assert.AreEqual(new FileInfo(fixture.FilePath).Length, report.Bytes);
        Assert.AreEqual(20, report.Outputs[0].Rows);
    }

    [TestMethod]
    public void A_module_may_take_two_inputs_of_which_one_indexes_a_table()
    {
        using var fixture = new ExportFixture();
        using var module = new Projection();
        var options = new OnnxExportOptions { InputNames = ["features", "label"], OutputNames = ["score"] };
        OnnxExport.Save(
            module,
            randn([2, 4], generator: fixture.Random),
            zeros([2], ScalarType.Int64),
            fixture.FilePath,
            options
        );
        var (features, labels) = (randn([5, 4], generator: fixture.Random), tensor(new long[] { 0, 1, 2, 1, 0 }));
        var difference = module.call(features, labels) - fixture.Run(features, labels).Single();
        Assert.AreEqual(0, difference.abs().max().item<float>(), 1e-5);
    }

    [TestMethod]
    public void A_module_may_give_two_outputs()
    {
        using var fixture = new ExportFixture();
        using var module = new TwoHeads();
        var report = OnnxExport.Save(
            module,
            randn([2, 4], generator: fixture.Random),
            fixture.FilePath,
            new OnnxExportOptions { OutputNames = ["score", "features"] }
        );
        CollectionAssert.AreEqual(new[] { "score", "features" }, report.Outputs.Select(o => o.Output).ToArray());
        Assert.AreEqual(1, fixture.Run(ones(3, 4))[0].shape[1]);
    }

    [TestMethod]
    public void What_is_written_otherwise_than_computed_is_found_and_an_older_file_stays()
    {
        using var fixture = new ExportFixture();
        File.WriteAllText(fixture.FilePath, "old");
        using var wrong = new Misstated(batch: false);
        var e = Assert.ThrowsExactly<GanException>(() => fixture.Save(wrong, randn([4, 6], generator: fixture.Random)));
        StringAssert.Contains(e.Message, "The exported output 'output' differs from its network by up to");
        Assert.AreEqual("old", File.ReadAllText(fixture.FilePath));
        Assert.AreEqual(1, Directory.GetFiles(Path.GetDirectoryName(fixture.FilePath)!).Length, "no temporary file stays");
    }

    [TestMethod]
    public void An_infinite_value_hides_no_difference()
    {
        using var fixture = new ExportFixture();
        using var module = new Infinite();
        Assert.ThrowsExactly<GanException>(() => fixture.Save(module, randn([4, 6], generator: fixture.Random)));
    }

    [TestMethod]
    public void A_row_that_depends_on_the_rows_beside_it_is_found()
    {
        using var fixture = new ExportFixture();
        using var mixing = new Misstated(batch: true);
        var e = Assert.ThrowsExactly<GanException>(() => fixture.Save(mixing, randn([4, 6], generator: fixture.Random)));
        StringAssert.Contains(e.Message, "gives a row alone other values than in a batch");
    }

    [TestMethod]
    public void Every_part_of_the_module_goes_back_to_its_mode()
    {
        using var fixture = new ExportFixture();
        var (frozen, free) = (BatchNorm1d(4), BatchNorm1d(4));
        using var module = Sequential(frozen, free);
        module.train();
        frozen.eval();
        var before = free.running_mean!.clone();
        fixture.Save(module, randn([3, 4], generator: fixture.Random));
        Assert.IsTrue(module.training && free.training);
        Assert.IsFalse(frozen.training);
        Assert.AreEqual(0, (free.running_mean - before).abs().max().item<float>(), "the statistics are as they were");
    }

    [TestMethod]
    public void No_tensor_is_left_behind()
    {
        using var fixture = new ExportFixture();
        using var module = Sequential(
            Conv2d(2, 4, 3, padding: 1),
            NetworkLayers.CreateGroupNorm(2, 4),
            PReLU(4),
            new SpectralConv2d(4, 2, 3),
            Linear(4, 3)
        );
        using var example = randn([2, 2, 6, 6], generator: fixture.Random);
        fixture.Save(module, example);
        // What other tests left to the finalizer would go in between.
        GC.Collect();
        GC.WaitForPendingFinalizers();
        var before = Tensor.TotalCount;
        fixture.Save(module, example, new OnnxExportOptions { HalfPrecisionWeights = true });
        Assert.AreEqual(before, Tensor.TotalCount);
    }

    [TestMethod]
    public void The_file_says_what_it_is_and_what_it_takes()
    {
        using var fixture = new ExportFixture();
        using var module = Sequential(Linear(6, 2));
        fixture.Save(
            module,
            ones(1, 6),
            new OnnxExportOptions
            {
                InputNames = ["x"],
                OutputNames = ["logits"],
                Descriptions = new Dictionary<string, string> { ["x"] = "six measurements" },
                Metadata = new Dictionary<string, string> { ["licence"] = "MIT" },
            }
        );
        using var session = new InferenceSession(fixture.FilePath);
        Assert.AreEqual("Gan", session.ModelMetadata.ProducerName);
        var metadata = session.ModelMetadata.CustomMetadataMap;
        Assert.AreEqual("17", metadata["opset"]);
        Assert.AreEqual("float32 [batch, 6]: six measurements", metadata["input.x"]);
        Assert.AreEqual("float32 [batch, 2]", metadata["output.logits"]);
        Assert.AreEqual("MIT", metadata["licence"]);
        CollectionAssert.AreEqual(new[] { -1, 6 }, session.InputMetadata["x"].Dimensions);
        Assert.AreEqual("batch", session.OutputMetadata["logits"].SymbolicDimensions[0]);
    }

    [TestMethod]
    public void Weights_of_16_bits_halve_the_file_and_stay_near()
    {
        using var fixture = new ExportFixture();
        using var module = Sequential(Linear(64, 256), ReLU(), Linear(256, 8));
        var example = randn([4, 64], generator: fixture.Random);
        var full = fixture.Save(module, example);
        var half = fixture.Save(module, example, new OnnxExportOptions { HalfPrecisionWeights = true });
        Assert.IsTrue(half.Bytes < 0.6 * full.Bytes, $"{half.Bytes} of {full.Bytes} bytes");
        Assert.IsTrue(half.Outputs[0].MaximumAbsolute is > 1e-5 and < 5e-3, $"{half.Outputs[0]}");
        var strict = new OnnxExportOptions { HalfPrecisionWeights = true, HalfPrecisionTolerance = 1e-7 };
        StringAssert.Contains(
            Assert.ThrowsExactly<GanException>(() => fixture.Save(module, example, strict)).Message,
            "more than the tolerance"
        );
    }

    [TestMethod]
    public void Weights_beyond_16_bits_stay_as_they_are()
    {
        using var fixture = new ExportFixture();
        using var module = Linear(4, 4);
        using (no_grad())
            module.weight!.mul_(1e6f);
        var report = fixture.Save(module, ones(1, 4), new OnnxExportOptions { HalfPrecisionWeights = true });
        Assert.IsTrue(report.Outputs[0].MaximumRelative < 1e-6, $"{report.Outputs[0]}");
    }

    [TestMethod]
    public void An_example_that_cannot_be_one_is_refused()
    {
        using var fixture = new ExportFixture();
        using var module = Linear(4, 4);
        StringAssert.Contains(
            Assert.ThrowsExactly<GanException>(() => fixture.Save(module, ones([2, 4], ScalarType.Float64))).Message,
            "The example of 'input' holds Float64"
        );
        StringAssert.Contains(
            Assert
                .ThrowsExactly<GanException>(() =>
                    fixture.Save(module, ones(2, 4), new OnnxExportOptions { InputNames = ["a", "b"] })
                )
                .Message,
            "There are 2 input names, but the module has 1 input(s)"
        );
    }

    /// <summary>x + tanh(A x) * sigmoid(B x).</summary>
    private sealed class Gated : Module<Tensor, Tensor>, IOnnxModule
    {
        private readonly Linear _value = Linear(6, 6);
        private readonly Linear _gate = Linear(6, 6);

        public Gated()
            : base(nameof(Gated)) => RegisterComponents();

        public override Tensor forward(Tensor input) => input + _value.call(input).tanh() * _gate.call(input).sigmoid();

        public IReadOnlyList<OnnxValue> WriteOnnx(ModuleGraphWriter writer, IReadOnlyList<OnnxValue> inputs, string path)
        {
            var value = writer.AddElementwise("Tanh", [writer.Write(_value, inputs[0], path + ".value")]);
            var gate = writer.AddElementwise("Sigmoid", [writer.Write(_gate, inputs[0], path + ".gate")]);
            return [writer.AddElementwise("Add", [inputs[0], writer.AddElementwise("Mul", [value, gate])])];
        }
    }

    private sealed class Projection : Module<Tensor, Tensor, Tensor>, IOnnxModule
    {
        private readonly Embedding _classes = Embedding(3, 4);

        public Projection()
            : base(nameof(Projection)) => RegisterComponents();

        public override Tensor forward(Tensor features, Tensor labels) =>
            (features * _classes.call(labels)).sum(1, keepdim: true);

        public IReadOnlyList<OnnxValue> WriteOnnx(ModuleGraphWriter writer, IReadOnlyList<OnnxValue> inputs, string path)
        {
            var products = writer.AddElementwise("Mul", [inputs[0], writer.Write(_classes, inputs[1], path + ".classes")]);
            return [writer.AddNode("ReduceSum", [products, writer.AddConstant("axes", 1L)], [-1, 1])];
        }
    }

    private sealed class TwoHeads : Module<Tensor, (Tensor, Tensor)>, IOnnxModule
    {
        private readonly Linear _trunk = Linear(4, 5);
        private readonly Linear _head = Linear(5, 1);

        public TwoHeads()
            : base(nameof(TwoHeads)) => RegisterComponents();

        public override (Tensor, Tensor) forward(Tensor input)
        {
            var features = _trunk.call(input);
            return (_head.call(features), features);
        }

        public IReadOnlyList<OnnxValue> WriteOnnx(ModuleGraphWriter writer, IReadOnlyList<OnnxValue> inputs, string path)
        {
            var features = writer.Write(_trunk, inputs[0], path + ".trunk");
            return [writer.Write(_head, features, path + ".head"), features];
        }
    }

    /// <summary>Writes something else than it computes, or mixes the rows of a batch.</summary>
    private sealed class Misstated(bool batch) : Module<Tensor, Tensor>(nameof(Misstated)), IOnnxModule
    {
        public override Tensor forward(Tensor input) => batch ? functional.softmax(input, 0) : input.tanh();

        public IReadOnlyList<OnnxValue> WriteOnnx(ModuleGraphWriter writer, IReadOnlyList<OnnxValue> inputs, string path) =>
            batch
                ? [writer.AddElementwise("Softmax", inputs, OnnxAttribute.Of("axis", 0L))]
                : [writer.AddElementwise("Sigmoid", inputs)];
    }

    /// <summary>Beside an infinite value that it writes as it is, it writes another than it computes.</summary>
    private sealed class Infinite() : Module<Tensor, Tensor>(nameof(Infinite)), IOnnxModule
    {
        public override Tensor forward(Tensor input) => cat([(input.square() + 1) * float.PositiveInfinity, input.tanh()], 1);

        public IReadOnlyList<OnnxValue> WriteOnnx(ModuleGraphWriter writer, IReadOnlyList<OnnxValue> inputs, string path)
        {
            var positive = writer.AddElementwise("Exp", inputs);
            var infinite = writer.AddElementwise("Mul", [positive, writer.AddScalar("infinity", double.PositiveInfinity)]);
            return [writer.Concatenate([infinite, writer.AddElementwise("Sigmoid", inputs)], 1)];
        }
    }
}
