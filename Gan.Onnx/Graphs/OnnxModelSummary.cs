using System.Globalization;
using Gan.Onnx.Graphs.Wire;
using Google.Protobuf;

namespace Gan.Onnx.Graphs;

/// <summary>What an ONNX model is made of, read from its file without running it.</summary>
public sealed record OnnxModelSummary
{
    /// <summary>The version of the file format.</summary>
    public required long IrVersion { get; init; }

    /// <summary>The version of the standard operators that the model asks for; 0 where it does not say.</summary>
    public required long OpsetVersion { get; init; }

    /// <summary>What wrote the file.</summary>
    public required string Producer { get; init; }

    /// <summary>What the model takes; not the constants that older files list beside it.</summary>
    public required IReadOnlyList<OnnxPort> Inputs { get; init; }

    /// <summary>What it gives.</summary>
    public required IReadOnlyList<OnnxPort> Outputs { get; init; }

    /// <summary>The values inside it, by name, in the order of the file: what its nodes give and it does not give out.</summary>
    public required IReadOnlyList<string> Inner { get; init; }

    /// <summary>How many of each operator there are, the most frequent first.</summary>
    public required IReadOnlyList<KeyValuePair<string, int>> Operators { get; init; }

    /// <summary>How many floating-point numbers the model holds as constant tensors: weights, statistics, and what scales the
    /// data.</summary>
    public required long Parameters { get; init; }

    /// <summary>Reads a model's file.</summary>
    /// <param name="model">The file's bytes.</param>
    /// <exception cref="GanException">They are no ONNX model.</exception>
    public static OnnxModelSummary Read(ReadOnlySpan<byte> model)
    {
        try
        {
            var proto = ModelProto.Parser.ParseFrom(model);
            if (proto.Graph is not { } graph)
                throw new GanException("The file is no ONNX model: it has no graph.");
            var (constants, outputs) = (
                graph.Initializer.Select(i => i.Name).ToHashSet(),
                graph.Output.Select(o => o.Name).ToHashSet()
            );
            return new OnnxModelSummary
            {
                IrVersion = proto.IrVersion,
                OpsetVersion = proto.OpsetImport.FirstOrDefault(o => o.Domain.Length == 0)?.Version ?? 0,
                Producer = $"{proto.ProducerName} {proto.ProducerVersion}".Trim(),
                Inputs = [.. graph.Input.Where(i => !constants.Contains(i.Name)).Select(Port)],
                Outputs = [.. graph.Output.Select(Port)],
                Inner = [.. graph.Node.SelectMany(n => n.Output).Where(name => name.Length > 0 && !outputs.Contains(name))],
                Operators =
                [
                    .. graph
                        .Node.GroupBy(n => n.OpType, (type, nodes) => KeyValuePair.Create(type, nodes.Count()))
                        .OrderByDescending(o => o.Value)
                        .ThenBy(o => o.Key, StringComparer.Ordinal),
                ],
                Parameters =
                    graph.Initializer.Where(IsFloat).Sum(Count)
                    + graph.Node.SelectMany(n => n.Attribute).Where(a => a.T is not null && IsFloat(a.T)).Sum(a => Count(a.T)),
            };
        }
        catch (InvalidProtocolBufferException e)
        {
            throw new GanException($"The file is no ONNX model: {e.Message}", e);
        }
    }

    private static bool IsFloat(TensorProto tensor) =>
        tensor.DataType is (int)TensorProto.Types.DataType.Float or (int)TensorProto.Types.DataType.Float16;

    private static long Count(TensorProto tensor) => tensor.Dims.Aggregate(1L, (product, d) => product * d);

    private static OnnxPort Port(ValueInfoProto value) =>
        new(
            value.Name,
            ((TensorProto.Types.DataType)(value.Type?.TensorType?.ElemType ?? 0)).ToString().ToLowerInvariant(),
            [
                .. (value.Type?.TensorType?.Shape?.Dim ?? []).Select(d =>
                    d.DimParam.Length > 0 ? d.DimParam : d.DimValue.ToString(CultureInfo.InvariantCulture)
                ),
            ]
        );
}
