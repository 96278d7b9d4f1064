using Gan.Onnx;
using Gan.Onnx.Graphs;
using Gan.Onnx.Graphs.Wire;
using Gan.Training.Evaluation.Features;
using Gan.Training.Native;
using Gan.Training.Networks.Imported;
using static TorchSharp.torch;

namespace Gan.Tests.Training.Networks;

/// <summary>Networks from ONNX files as TorchSharp runs them, beside ONNX Runtime.</summary>
[TestClass]
public sealed class ImportedNetworkTests
{
    private static readonly FeatureNetworkDescription Description = new()
    {
        Name = "foreign",
        Input = "image",
        Features = "flat",
        Shape = [3, 16, 16],
    };

    private static IEnumerable<object[]> Values => ForeignClassifier.Values.Select(name => new object[] { name });

    [ClassInitialize]
    public static void Load(TestContext _) => TorchLibrary.Load();

    [TestMethod]
    [DynamicData(nameof(Values))]
    public void Every_value_is_what_onnx_runtime_gives(string name)
    {
        var model = ForeignClassifier.Write();
        var random = new Random(1);
        float[] images = [.. Enumerable.Range(0, 3 * 3 * 16 * 16).Select(_ => (float)(random.NextDouble() * 2 - 1))];
        using var runtime = new OnnxFeatureNetwork(model, Description with { Features = name }, "here");
        var expected = runtime.Run(images, [3, 16, 16], new() { Minimum = -1, Maximum = 1 }).Features.Values;

        using var scope = NewDisposeScope();
        using var network = Network(model, name);
        var found = network.Call(tensor(images, [3, 3, 16, 16]))[0].contiguous().data<float>().ToArray();
        Assert.HasCount(expected.Length, found);
        var scale = expected.Max(Math.Abs);
        Assert.IsGreaterThan(0, scale);
        for (var i = 0; i < found.Length; i++)
            Assert.AreEqual(expected[i], found[i], 1e-5 * scale);
    }

    [TestMethod]
    public void Gradients_reach_the_images_and_no_weight()
    {
        using var scope = NewDisposeScope();
        using var network = Network(ForeignClassifier.Write(), "sum", "scores");
        using var random = new Generator(2, CPU);
        var images = (rand([2, 3, 16, 16], generator: random) * 2 - 1).requires_grad_();
        var found = network.Call(images);
        var loss = found[0].square().mean() + found[1].square().mean();
        loss.backward();
        var gradient = images.grad!.clone();
        Assert.IsGreaterThan(0, gradient.abs().max().item<float>());
        // Against differences along a direction.
        using var noGrad = no_grad();
        var direction = (rand([2, 3, 16, 16], generator: random) - 0.5).to(ScalarType.Float32);
        double At(double step)
        {
            var moved = network.Call(images.detach() + direction * step);
            return (moved[0].square().mean() + moved[1].square().mean()).item<float>();
        }

        var slope = (At(1e-3) - At(-1e-3)) / 2e-3;
        Assert.AreEqual(slope, (gradient * direction).sum().item<float>(), 0.02 * Math.Abs(slope) + 1e-4);
    }

    [TestMethod]
    public void What_is_not_read_is_named()
    {
        Refused("The operator Softmax of the network 'here', which gives 'likelihoods', is none of those", null, "likelihoods");
        Refused("has no value 'features'; it has, among others,", null, "features");
        Refused("has auto_pad=SAME_UPPER", graph => Word(graph, "conv1", "auto_pad", "SAME_UPPER"), "conv1");
        Refused("has ceil_mode=1, and only ceil_mode=0", graph => One(graph, "pool1", "ceil_mode", 1), "pool1");
        Refused("has transA=1", graph => One(graph, "scores", "transA", 1), "scores");
        Refused("is of type Float16; only float32", graph => graph.Initializer[0].DataType = 10, "conv1");
        Refused("has 300 values for the shape [4, 3, 5, 6]", graph => graph.Initializer[0].Dims[3] = 6, "conv1");
        Refused(
            "gives 'mask' too, and only its first",
            graph => graph.Node.Single(n => n.OpType == "Dropout").Output.Add("mask"),
            "mask"
        );
        Refused("neither its input nor a constant", graph => graph.Initializer.RemoveAt(0), "conv1");
        Refused("makes the value 'conv1' twice", graph => graph.Node[1].Output[0] = "conv1", "conv1");
        Refused("has other strides than two numbers from 1 to 4096", graph => Whole(graph, "pool1", "strides", 0), "pool1");
        Refused("has pads below 0", graph => Whole(graph, "conv1", "pads", -1), "conv1");
        Refused("Gemm is given", graph => Lengthen(graph, "scores"), "scores");
        Refused("'conv1', is none of those", graph => graph.Node[0].Domain = "com.microsoft", "conv1");
        // What lies behind the wanted value is not looked at.
        using var network = Network(ForeignClassifier.Write(graph => graph.Node[^1].OpType = "Unheard"), "scores");
        Assert.Contains(
            "The network 'here' cannot take images of [1, 3, 4, 4] as far as 'means': AveragePool is given [1, 4, 1, 1].",
            Assert
                .ThrowsExactly<GanException>(() =>
                {
                    using var scope = NewDisposeScope();
                    using var small = Network(ForeignClassifier.Write(), "other");
                    small.Call(zeros([1, 3, 4, 4]));
                })
                .Message
        );
    }

    private static void Refused(string expected, Action<GraphProto>? change, string value)
    {
        var thrown = Assert.ThrowsExactly<GanException>(() =>
        {
            using var scope = NewDisposeScope();
            using var network = Network(ForeignClassifier.Write(change), value);
            network.Call(zeros([1, 3, 16, 16]));
        });
        Assert.Contains(expected, thrown.Message);
    }

    private static void One(GraphProto graph, string node, string name, long value) =>
        graph.Node.Single(n => n.Output[0] == node).Attribute.Add(ForeignClassifier.One(name, value));

    private static void Whole(GraphProto graph, string node, string name, long value) =>
        graph.Node.Single(n => n.Output[0] == node).Attribute.Single(a => a.Name == name).Ints[0] = value;

    /// <summary>Gives a node's bias a value more than it has outputs.</summary>
    private static void Lengthen(GraphProto graph, string node)
    {
        var bias = graph.Initializer.Single(i => i.Name == graph.Node.Single(n => n.Output[0] == node).Input[2]);
        bias.Dims[^1]++;
        bias.FloatData.Add(0);
    }

    private static void Word(GraphProto graph, string node, string name, string value) =>
        graph
            .Node.Single(n => n.Output[0] == node)
            .Attribute.Add(new AttributeProto { Name = name, S = Google.Protobuf.ByteString.CopyFromUtf8(value) });

    private static OnnxNetwork Network(byte[] model, params string[] values) =>
        new(OnnxInnerValues.Parse(model).Graph, "image", values, "'here'", CPU);
}
