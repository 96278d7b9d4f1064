using Gan.Onnx;
using Gan.Training.Networks.Layers;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Gan.Tests.Training.Export;

/// <summary>What ONNX has no counterpart for is refused with its type and its place; nothing is written.</summary>
[TestClass]
public sealed class RefusalTests
{
    private static readonly Dictionary<string, (Func<Module<Tensor, Tensor>> Create, long[] Shape, string Message)> Cases = new()
    {
        ["a module of one's own"] = (
            () => new Doubling(),
            [4],
            "'module' of type Doubling cannot be written to ONNX: there is no rule for this type."
        ),
        ["one in the depth"] = (
            () => Sequential(("first", Linear(4, 4)), ("odd", new ResidualBlock(Sequential(Identity(), new Doubling())))),
            [4],
            "'module.odd.main.1' of type Doubling"
        ),
        ["a class derived from a known one"] = (() => new Reversed(Linear(4, 4)), [4], "'module' of type Reversed"),
        ["a circular convolution"] = (
            () => Conv2d(1, 1, 3, padding: 1, padding_mode: PaddingModes.Circular),
            [1, 4, 4],
            "pads in the mode Circular"
        ),
        ["statistics of the batch"] = (
            () => BatchNorm2d(1, track_running_stats: false),
            [1, 4, 4],
            "so a sample's result depends on its batch"
        ),
        ["softmax over the batch"] = (() => Softmax(0), [4], "it works along the batch"),
        ["softmax over the batch, counted from the end"] = (() => Softmax(-2), [4], "it works along the batch"),
        ["a window of even size"] = (() => LocalResponseNorm(2), [4, 3, 3], "its size 2 is even"),
        ["an adaptive pool that overlaps"] = (() => AdaptiveAvgPool2d(2), [1, 5, 4], "its size [2, 2] does not divide"),
        ["a mean of padding, rounded up"] = (
            () => AvgPool2d(3, 2, 1, ceil_mode: true),
            [2, 6, 6],
            "it rounds its size up and counts its padding"
        ),
    };

    private static IEnumerable<object[]> Names => Cases.Keys.Select(name => new object[] { name });

    [TestMethod]
    [DynamicData(nameof(Names))]
    public void A_module_without_a_counterpart_is_refused_with_type_and_path(string name)
    {
        using var fixture = new ExportFixture();
        var (create, shape, message) = Cases[name];
        using var module = create();
        var e = Assert.ThrowsExactly<GanException>(() => fixture.Save(module, randn([3, .. shape], generator: fixture.Random)));
        StringAssert.Contains(e.Message, message);
        Assert.IsFalse(File.Exists(fixture.FilePath));
    }

    [TestMethod]
    public void Floats_are_no_indices()
    {
        using var fixture = new ExportFixture();
        using var module = new EmbeddingOfFloats();
        var e = Assert.ThrowsExactly<GanException>(() => fixture.Save(module, ones(3, 2)));
        StringAssert.Contains(e.Message, "'module.table' of type Embedding cannot be written to ONNX: it looks up integers");
    }

    private sealed class Doubling() : Module<Tensor, Tensor>(nameof(Doubling))
    {
        public override Tensor forward(Tensor input) => input * 2;
    }

    /// <summary>It has a Sequential's children, and computes something else.</summary>
    private sealed class Reversed(params Module<Tensor, Tensor>[] modules) : Sequential(modules)
    {
        public override Tensor forward(Tensor tensor) => base.forward(tensor).neg();
    }

    private sealed class EmbeddingOfFloats : Module<Tensor, Tensor>, Gan.Training.Export.IOnnxModule
    {
        private readonly Embedding _table = Embedding(3, 2);

        public EmbeddingOfFloats()
            : base(nameof(EmbeddingOfFloats)) => RegisterComponents();

        public override Tensor forward(Tensor input) => _table.call(input.to(ScalarType.Int64)).mean([1L]);

        public IReadOnlyList<Gan.Onnx.Graphs.OnnxValue> WriteOnnx(
            Gan.Training.Export.ModuleGraphWriter writer,
            IReadOnlyList<Gan.Onnx.Graphs.OnnxValue> inputs,
            string path
        ) => [writer.Write(_table, inputs[0], path + ".table")];
    }
}
