using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using Gan.Onnx;
using Gan.Onnx.Bundles;
using Gan.Onnx.Graphs;
using Gan.Onnx.Graphs.Wire;
using Gan.Onnx.Inference;
using Gan.Tests.Cli;
using Gan.Tests.Onnx;
using Gan.Training.Data;
using Gan.Training.Evaluation;
using Gan.Training.Evaluation.Features;
using Google.Protobuf;
using Dimension = Gan.Onnx.Graphs.Wire.TensorShapeProto.Types.Dimension;

namespace Gan.Tests.Training.Evaluation;

/// <summary>A classifier as other programs write it: of an old format that lists its constants as inputs, for a fixed number of
/// rows, and with its classes as the only output.</summary>
[TestClass]
public sealed class ForeignNetworkTests
{
    private static readonly FeatureNetworkDescription Description = new()
    {
        Name = "foreign",
        Input = "Image",
        Features = "Hidden",
        Classes = "Scores",
        ClassNames = ["left", "right"],
        Shape = [1, 2, 2],
        Minimum = -1,
        Maximum = 1,
    };

    [TestMethod]
    [DataRow(1)]
    [DataRow(2)]
    [DataRow(7)]
    public void Features_are_taken_from_inside_and_rows_given_as_many_at_once_as_the_file_wants(int rows)
    {
        using var network = new OnnxFeatureNetwork(Model(rows), Description, "here");
        float[] samples = [0, 16, 8, 12, 16, 0, 0, 16, 2, 4, 6, 8];
        var found = network.Run(samples, [1, 2, 2], Range);
        var hidden = Hidden(samples);
        CollectionAssert.AreEqual(hidden, found.Features.Values);
        Assert.AreEqual(4, found.Features.Size);
        for (var i = 0; i < 3; i++)
        {
            var (left, right) = (hidden[4 * i] + hidden[4 * i + 2], hidden[4 * i + 1] + hidden[4 * i + 3]);
            Assert.AreEqual(1 / (1 + Math.Exp(right - left)), found.Probabilities[2 * i], 1e-6);
        }
    }

    [TestMethod]
    public void What_does_not_fit_is_said_with_what_there_is()
    {
        Refused("no output 'Pooled'; it has Scores, and inside Flat, Hidden, Scores", Description with { Features = "Pooled" });
        Refused(
            "is [1, 1, 2, 2], but its description says that one sample is [1, 3, 3]. Correct 'shape'",
            Description with
            {
                Shape = [1, 3, 3],
            }
        );
        Refused("is [1, 1, 2, 2], but its description says that one sample is [4]", Description with { Shape = [4] });
        Refused("no input 'Shape'; it has Image", Description with { Input = "Shape" });
        Refused("is made for 5000000 samples of [1, 2, 2] at a time", Description, rows: 5_000_000);
        Assert.AreEqual(
            "No node of the model gives a value 'Pooled'.",
            Assert.ThrowsExactly<GanException>(() => OnnxInnerValues.Expose(Model(1), ["Pooled"])).Message
        );
        using var network = new OnnxFeatureNetwork(Model(1), Description with { ClassNames = ["a", "b", "c"] }, "here");
        StringAssert.Contains(
            Assert.ThrowsExactly<GanException>(() => network.Run(new float[4], [1, 2, 2], Range)).Message,
            "tells 2 classes apart, but its description names 3"
        );

        static void Refused(string expected, FeatureNetworkDescription description, int rows = 1) =>
            StringAssert.Contains(
                Assert.ThrowsExactly<GanException>(() => _ = new OnnxFeatureNetwork(Model(rows), description, "here")).Message,
                expected
            );
    }

    [TestMethod]
    public void Labels_of_the_real_rows_tell_whether_the_description_is_right()
    {
        // The brighter column is the class, which the sums of the hidden layer tell where the values are mapped as said.
        float[] real = [.. Enumerable.Range(0, 40).SelectMany(i => i % 2 == 0 ? new float[] { 12, 9, 12, 9 } : [9, 12, 9, 12])];
        var data = new Dataset("columns", [1, 2, 2], real, [.. Enumerable.Range(0, 40).Select(i => i % 2)], Range);
        Assert.AreEqual("'foreign' sees the right class in 100.0 % of the real rows that have a label.", Note(Description));
        // Mapped below 0, every row is the same to the network.
        StringAssert.StartsWith(
            Note(Description with { Minimum = -3, Maximum = -2 }),
            "'foreign' sees the right class in 50.0 % of the real rows that have a label. Do not trust what it says"
        );

        string Note(FeatureNetworkDescription description)
        {
            using var network = new OnnxFeatureNetwork(Model(1), description, "here");
            var settings = new EvaluationSettings
            {
                Samples = 30,
                Resamples = 0,
                PathPairs = 0,
            };
            return new BundleEvaluation(TinyBundle.Make([1, 2, 2]), data, network, settings)
                .Run()
                .Notes.Single(n => n.Contains("sees the right class", StringComparison.Ordinal));
        }
    }

    [TestMethod]
    public void The_command_judges_a_bundle_with_it()
    {
        using var folder = new TestFolder();
        var bundle = TinyBundle.Make([1, 2, 2]);
        bundle.Save(folder["bundle"]);
        File.WriteAllBytes(folder["net.onnx"], Model(1));
        File.WriteAllText(
            folder["net.json"],
            """
            {
              "name": "foreign", "input": "Image", "features": "Hidden", "classes": "Scores",
              "shape": [1, 2, 2], "minimum": -1, "maximum": 1
            }
            """
        );
        var random = new Random(3);
        var real = Enumerable.Range(0, 60 * 4).Select(_ => (float)random.Next(17)).ToArray();
        File.WriteAllLines(
            folder["real.csv"],
            real.Chunk(4).Select(row => string.Join(',', row.Select(v => v.ToString(CultureInfo.InvariantCulture))))
        );
        var (code, output, errors) = GanInProcess.Run(
            "evaluate",
            "--bundle",
            folder["bundle"],
            "--data",
            folder["real.csv"],
            "--features",
            folder["net.onnx"],
            "--samples",
            "80",
            "--seed",
            "5",
            "--resamples",
            "0",
            "--path-pairs",
            "0",
            "--json"
        );
        Assert.AreEqual(0, code, errors);

        var generated = new float[80 * 4];
        using (var session = new GeneratorSession(bundle))
            session.Generate(5, 0, 80, generated);
        var expected = FrechetDistance.Between(new FeatureMatrix(Hidden(real), 4), new FeatureMatrix(Hidden(generated), 4));
        using var report = JsonDocument.Parse(output);
        var figures = report
            .RootElement.GetProperty("figures")
            .EnumerateArray()
            .ToDictionary(f => f.GetProperty("name").GetString()!);
        Assert.AreEqual(expected, figures["Fréchet distance (foreign)"].GetProperty("value").GetDouble(), 1e-4 * expected);
        Assert.IsTrue(figures.ContainsKey("class score (foreign)"));
        StringAssert.Contains(
            figures["Fréchet distance (foreign)"].GetProperty("protocol").GetString(),
            "features 'Hidden' of foreign"
        );
    }

    [TestMethod]
    public void Inspect_shows_its_input_and_what_is_inside()
    {
        using var folder = new TestFolder();
        File.WriteAllBytes(folder["net.onnx"], Model(1));
        var (code, output, errors) = GanInProcess.Run("inspect", folder["net.onnx"]);
        Assert.AreEqual(0, code, errors);
        CollectionAssert.AreEqual(
            new[] { "in   Image  float [1, 1, 2, 2]", "out  Scores  float [1, 2]", "inside: Flat, Hidden" },
            output
                .Split('\n')
                .Select(l => l.Trim())
                .Where(l => l.StartsWith("in", StringComparison.Ordinal) || l.StartsWith("out", StringComparison.Ordinal))
                .ToArray()
        );
        Assert.AreEqual(
            "Flat",
            (string)
                System.Text.Json.Nodes.JsonNode.Parse(GanInProcess.Run("inspect", folder["net.onnx"], "--json").Output)![
                    "inside"
                ]![0]!
        );
    }

    private static ValueRange Range => new() { Minimum = 0, Maximum = 16 };

    /// <summary>What the network's hidden layer makes of samples in 0 to 16: relu(x / 8 - 1).</summary>
    private static float[] Hidden(float[] samples) => [.. samples.Select(x => Math.Max(0, x / 8 - 1))];

    /// <summary>Image [rows, 1, 2, 2], flattened, relu; then the sums of the left and the right column.</summary>
    private static byte[] Model(int rows)
    {
        var graph = new GraphProto { Name = "foreign" };
        graph.Initializer.Add(
            Constant("Shape", TensorProto.Types.DataType.Int64, [2], MemoryMarshal.AsBytes<long>(new long[] { rows, 4 }))
        );
        graph.Initializer.Add(
            Constant(
                "Weights",
                TensorProto.Types.DataType.Float,
                [4, 2],
                MemoryMarshal.AsBytes<float>(new float[] { 1, 0, 0, 1, 1, 0, 0, 1 })
            )
        );
        graph.Input.Add(Port("Image", TensorProto.Types.DataType.Float, rows, 1, 2, 2));
        graph.Input.Add(Port("Shape", TensorProto.Types.DataType.Int64, 2));
        graph.Input.Add(Port("Weights", TensorProto.Types.DataType.Float, 4, 2));
        graph.Node.Add(Node("Reshape", "Flat", "Image", "Shape"));
        graph.Node.Add(Node("Relu", "Hidden", "Flat"));
        graph.Node.Add(Node("MatMul", "Scores", "Hidden", "Weights"));
        graph.Output.Add(Port("Scores", TensorProto.Types.DataType.Float, rows, 2));
        var model = new ModelProto
        {
            IrVersion = 3,
            ProducerName = "another program",
            Graph = graph,
        };
        model.OpsetImport.Add(new OperatorSetIdProto { Version = 7 });
        return model.ToByteArray();
    }

    private static NodeProto Node(string kind, string output, params string[] inputs)
    {
        var node = new NodeProto { OpType = kind };
        node.Input.AddRange(inputs);
        node.Output.Add(output);
        return node;
    }

    private static TensorProto Constant(string name, TensorProto.Types.DataType type, long[] shape, ReadOnlySpan<byte> values)
    {
        var tensor = new TensorProto
        {
            Name = name,
            DataType = (int)type,
            RawData = ByteString.CopyFrom(values),
        };
        tensor.Dims.AddRange(shape);
        return tensor;
    }

    private static ValueInfoProto Port(string name, TensorProto.Types.DataType type, params int[] shape)
    {
        var dimensions = new TensorShapeProto();
        dimensions.Dim.AddRange(shape.Select(n => new Dimension { DimValue = n }));
        return new ValueInfoProto
        {
            Name = name,
            Type = new TypeProto
            {
                TensorType = new TypeProto.Types.Tensor { ElemType = (int)type, Shape = dimensions },
            },
        };
    }
}
