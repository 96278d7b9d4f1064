using Gan.Onnx.Graphs.Wire;
using Google.Protobuf;

namespace Gan.Tests.Onnx;

/// <summary>Changes what a model says, so that it stays a protobuf message and its rules are tried.</summary>
internal static class ModelMutation
{
    private static readonly string[] Operators =
    [
        "If",
        "Loop",
        "Scan",
        "RandomNormal",
        "Bernoulli",
        "Relu",
        "Neg",
        "Identity",
        "NoSuchOperator",
        "",
        "Shape",
        "Concat",
        "Softmax",
        "Gemm",
    ];

    public static byte[] Of(byte[] model, Random random)
    {
        var proto = ModelProto.Parser.ParseFrom(model);
        for (var count = random.Next(1, 3); count > 0; count--)
            Change(proto, random);
        return proto.ToByteArray();
    }

    private static void Change(ModelProto model, Random random)
    {
        var graph = model.Graph;
        var node = graph.Node[random.Next(graph.Node.Count)];
        var weight = graph.Initializer[random.Next(graph.Initializer.Count)];
        var port = random.Next(2) == 0 ? graph.Input[0] : graph.Output[random.Next(graph.Output.Count)];
        switch (random.Next(14))
        {
            case 0:
                node.OpType = Operators[random.Next(Operators.Length)];
                break;
            case 1:
                node.Domain = random.Next(2) == 0 ? "com.microsoft" : "ai.onnx";
                break;
            case 2:
                node.Attribute.Add(
                    new AttributeProto
                    {
                        Name = "body",
                        Type = AttributeProto.Types.AttributeType.Graph,
                        G = ByteString.CopyFrom(8, 1),
                    }
                );
                break;
            case 3:
                weight.ExternalData.Add(new StringStringEntryProto { Key = "location", Value = "../../../etc/passwd" });
                weight.DataLocation =
                    random.Next(2) == 0 ? TensorProto.Types.DataLocation.External : TensorProto.Types.DataLocation.Default;
                break;
            case 4 when weight.Dims.Count > 0:
                weight.Dims[random.Next(weight.Dims.Count)] = random.Next(4) switch
                {
                    0 => -1,
                    1 => 0,
                    2 => long.MaxValue,
                    _ => random.Next(1, 9),
                };
                break;
            case 5:
                weight.RawData = ByteString.CopyFrom(new byte[random.Next(64)]);
                break;
            case 6:
                weight.DataType = random.Next(0, 30);
                break;
            case 7:
                port.Name = random.Next(2) == 0 ? "input" : node.Output[0];
                break;
            case 8:
                port.Type.TensorType.Shape.Dim[random.Next(port.Type.TensorType.Shape.Dim.Count)].DimValue = random.Next(-1, 6);
                break;
            case 9:
                port.Type.TensorType.ElemType = random.Next(0, 20);
                break;
            case 10:
                node.Input[random.Next(node.Input.Count)] = random.Next(2) == 0 ? "nowhere" : node.Output[0];
                break;
            case 11:
                graph.Node.RemoveAt(random.Next(graph.Node.Count));
                if (graph.Node.Count == 0)
                    graph.Node.Add(node);
                break;
            case 12:
                graph.Node.Insert(0, node.Clone());
                break;
            default:
                model.OpsetImport[0].Version = random.Next(10, 25);
                break;
        }
    }
}
