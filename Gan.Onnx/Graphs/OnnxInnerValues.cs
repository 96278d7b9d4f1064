using Gan.Onnx.Graphs.Wire;
using Google.Protobuf;

namespace Gan.Onnx.Graphs;

/// <summary>The values inside a model that its file does not give out, such as the layer before a classifier's last.</summary>
public static class OnnxInnerValues
{
    /// <summary>The names of what the nodes of a model's graph give, outputs included, in the order of the file.</summary>
    /// <param name="model">The bytes of an ONNX file.</param>
    /// <exception cref="GanException">They are no ONNX model.</exception>
    public static IReadOnlyList<string> NamesOf(byte[] model) =>
        [.. Parse(model).Graph.Node.SelectMany(node => node.Output).Where(name => name.Length > 0)];

    /// <summary>A model that also gives out values of its graph.</summary>
    /// <param name="model">The bytes of an ONNX file; not changed.</param>
    /// <param name="names">The values, some of <see cref="NamesOf"/>; those that are outputs already stay as they are.</param>
    /// <returns>The bytes of the other file.</returns>
    /// <exception cref="GanException">They are no ONNX model, or there is no such value in it.</exception>
    public static byte[] Expose(byte[] model, IEnumerable<string> names)
    {
        ArgumentNullException.ThrowIfNull(names);
        var proto = Parse(model);
        var known = proto.Graph.Node.SelectMany(node => node.Output).ToHashSet();
        foreach (var name in names.Where(name => proto.Graph.Output.All(output => output.Name != name)))
        {
            if (name.Length == 0 || !known.Contains(name))
                throw new GanException($"No node of the model gives a value '{name}'.");
            proto.Graph.Output.Add(new ValueInfoProto { Name = name }); // of what type and shape, ONNX Runtime infers
        }

        return proto.ToByteArray();
    }

    /// <summary>A model as it stands in its file.</summary>
    /// <param name="model">The file's bytes.</param>
    /// <param name="name">What messages call it, at the beginning of a sentence.</param>
    /// <exception cref="GanException">They are no ONNX model.</exception>
    internal static ModelProto Parse(byte[] model, string name = "The file")
    {
        ArgumentNullException.ThrowIfNull(model);
        try
        {
            var proto = ModelProto.Parser.ParseFrom(model);
            return proto.Graph is null ? throw new GanException($"{name} is no ONNX model: it has no graph.") : proto;
        }
        catch (InvalidProtocolBufferException e)
        {
            throw new GanException($"{name} is no ONNX model: {e.Message}", e);
        }
    }
}
