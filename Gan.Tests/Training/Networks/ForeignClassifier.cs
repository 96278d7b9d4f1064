using System.Runtime.InteropServices;
using Gan.Onnx.Graphs.Wire;
using Google.Protobuf;
using AttributeType = Gan.Onnx.Graphs.Wire.AttributeProto.Types.AttributeType;
using DataType = Gan.Onnx.Graphs.Wire.TensorProto.Types.DataType;

namespace Gan.Tests.Training.Networks;

/// <summary>A small classifier of colour pictures of 16 pixels a side with random weights, as another program writes it: padded
/// on one side more than on the other, its numbers in the file's own lists, made for one picture at a time.</summary>
internal sealed class ForeignClassifier
{
    private readonly GraphProto _graph = new() { Name = "foreign" };
    private readonly Random _random = new(5);

    private ForeignClassifier()
    {
        _graph.Input.Add(Port("image", 1, 3, 16, 16));
        Weights("w1", 4, 3, 5, 5);
        Add("Conv", "conv1", ["image", "w1"], Whole("strides", 2, 2), Whole("pads", 2, 2, 1, 1));
        Normalized("norm1", "conv1", 4);
        Add("Relu", "relu1", ["norm1"]);
        Add("MaxPool", "pool1", ["relu1"], Whole("kernel_shape", 3, 3), Whole("strides", 2, 2), Whole("pads", 1, 1, 0, 0));
        Weights("w2", 4, 2, 3, 3);
        Weights("b2", 4);
        Add("Conv", "conv2", ["pool1", "w2", "b2"], Whole("pads", 2, 2, 2, 2), Whole("dilations", 2, 2), One("group", 2));
        Normalized("norm2", "conv2", 4);
        Add("Add", "sum", ["norm2", "pool1"]);
        // Negative values meet the padding of a maximum here.
        Add("MaxPool", "peaks", ["norm2"], Whole("kernel_shape", 2, 2), Whole("pads", 0, 1, 1, 0));
        Add("Relu", "relu2", ["sum"]);
        Add("AveragePool", "means", ["relu2"], Whole("kernel_shape", 3, 3), Whole("strides", 2, 2), Whole("pads", 1, 1, 0, 0));
        Add(
            "AveragePool",
            "padded-means",
            ["relu2"],
            Whole("kernel_shape", 2, 2),
            Whole("pads", 1, 0, 0, 1),
            One("count_include_pad", 1)
        );
        Add("GlobalAveragePool", "global", ["relu2"]);
        Add("Flatten", "flat", ["means"]);
        Add("Dropout", "kept", ["global"]);
        Shape("shape", 1, 4);
        Add("Reshape", "rows", ["kept", "shape"]);
        Weights("w3", 4, 3);
        Weights("b3", 3);
        Add("Gemm", "scores", ["rows", "w3", "b3"], Number("alpha", 0.5f), Number("beta", 2));
        Weights("w4", 3, 16);
        Add("Gemm", "other", ["flat", "w4", "b3"], One("transB", 1));
        Add("Softmax", "likelihoods", ["scores"]);
        _graph.Output.Add(Port("likelihoods", 1, 3));
    }

    /// <summary>What can be compared: every value before what is not read.</summary>
    public static string[] Values { get; } =
    ["conv1", "norm1", "pool1", "sum", "peaks", "means", "padded-means", "global", "flat", "scores", "other"];

    public static byte[] Write(Action<GraphProto>? change = null)
    {
        var graph = new ForeignClassifier()._graph;
        change?.Invoke(graph);
        var model = new ModelProto
        {
            IrVersion = 3,
            ProducerName = "another program",
            Graph = graph,
        };
        model.OpsetImport.Add(new OperatorSetIdProto { Version = 11 });
        foreach (var constant in graph.Initializer.Select(i => i.Name).Where(n => graph.Input.All(p => p.Name != n)))
            graph.Input.Add(PortOf(graph.Initializer.Single(i => i.Name == constant)));
        return model.ToByteArray();
    }

    private void Normalized(string output, string input, int channels)
    {
        foreach (var name in new[] { "scale", "shift", "mean" })
            Weights($"{output}-{name}", channels);
        Weights($"{output}-variance", channels);
        var variance = _graph.Initializer[^1].FloatData;
        for (var i = 0; i < channels; i++)
            variance[i] = Math.Abs(variance[i]) + 0.2f;
        Add(
            "BatchNormalization",
            output,
            [input, .. new[] { "scale", "shift", "mean", "variance" }.Select(name => $"{output}-{name}")],
            Number("epsilon", 1e-3f)
        );
    }

    private void Weights(string name, params long[] shape)
    {
        var tensor = new TensorProto { Name = name, DataType = (int)DataType.Float };
        tensor.Dims.AddRange(shape);
        for (var i = 0; i < shape.Aggregate(1L, (p, n) => p * n); i++)
            tensor.FloatData.Add((float)(_random.NextDouble() * 2 - 1));
        _graph.Initializer.Add(tensor);
    }

    private void Shape(string name, params long[] values)
    {
        var tensor = new TensorProto
        {
            Name = name,
            DataType = (int)DataType.Int64,
            RawData = ByteString.CopyFrom(MemoryMarshal.AsBytes<long>(values)),
        };
        tensor.Dims.Add(values.Length);
        _graph.Initializer.Add(tensor);
    }

    private void Add(string kind, string output, string[] inputs, params AttributeProto[] attributes)
    {
        var node = new NodeProto { OpType = kind };
        node.Input.AddRange(inputs);
        node.Output.Add(output);
        node.Attribute.AddRange(attributes);
        _graph.Node.Add(node);
    }

    public static AttributeProto One(string name, long value) =>
        new()
        {
            Name = name,
            Type = AttributeType.Int,
            I = value,
        };

    private static AttributeProto Whole(string name, params long[] values)
    {
        var attribute = new AttributeProto { Name = name, Type = AttributeType.Ints };
        attribute.Ints.AddRange(values);
        return attribute;
    }

    private static AttributeProto Number(string name, float value) =>
        new()
        {
            Name = name,
            Type = AttributeType.Float,
            F = value,
        };

    private static ValueInfoProto PortOf(TensorProto tensor)
    {
        var port = Port(tensor.Name, [.. tensor.Dims.Select(d => (int)d)]);
        port.Type.TensorType.ElemType = tensor.DataType;
        return port;
    }

    private static ValueInfoProto Port(string name, params int[] shape)
    {
        var dimensions = new TensorShapeProto();
        dimensions.Dim.AddRange(shape.Select(n => new TensorShapeProto.Types.Dimension { DimValue = n }));
        return new ValueInfoProto
        {
            Name = name,
            Type = new TypeProto
            {
                TensorType = new TypeProto.Types.Tensor { ElemType = (int)DataType.Float, Shape = dimensions },
            },
        };
    }
}
