using Gan.Onnx.Graphs;

namespace Gan.Training.Export;

/// <summary>A network's graph while it is written: inputs and outputs with what they are.</summary>
internal sealed class NetworkGraph
{
    private readonly OnnxGraphBuilder _graph;

    public NetworkGraph(string name, NetworkExportOptions options)
    {
        _graph = new OnnxGraphBuilder(name);
        Writer = new ModuleGraphWriter(_graph, options.HalfPrecisionWeights);
        GraphNotes.AddOpset(_graph);
        _graph.SetMetadata("network", name);
        if (options.Method is { } method)
            _graph.SetMetadata("method", method);
    }

    /// <summary>Where nodes and weights go.</summary>
    public ModuleGraphWriter Writer { get; }

    /// <summary>Declares an input; its shape is without the batch.</summary>
    public OnnxValue AddInput(string name, OnnxElementType type, IReadOnlyList<long> shape, string text)
    {
        var input = Writer.AddInput(name, type, [OnnxGraphBuilder.BatchDimension, .. shape]);
        GraphNotes.Describe(_graph, "input", name, type, input.Shape, text);
        return input;
    }

    /// <summary>Declares an output.</summary>
    public void AddOutput(OnnxValue value, string name, string text)
    {
        Writer.AddOutput(value, name);
        GraphNotes.Describe(_graph, "output", name, value.Type, value.Shape, text);
    }

    /// <summary>The bytes of the ONNX file.</summary>
    public byte[] ToBytes() => _graph.ToModel();
}
