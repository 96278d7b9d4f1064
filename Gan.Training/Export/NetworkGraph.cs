using Gan.Onnx.Graphs;

namespace Gan.Training.Export;

/// <summary>A network's graph while it is written: inputs and outputs with what they are.</summary>
internal sealed class NetworkGraph
{
    private readonly OnnxGraphBuilder _graph;

    /// <param name="name">What network it is.</param>
    /// <param name="options">How it is written.</param>
    /// <param name="anySize">Whether pictures of any height and width are to run through it.</param>
    public NetworkGraph(string name, NetworkExportOptions options, bool anySize = false)
    {
        _graph = new OnnxGraphBuilder(name);
        Writer = new ModuleGraphWriter(_graph, options.HalfPrecisionWeights) { AnySize = anySize };
        GraphNotes.AddOpset(_graph);
        _graph.SetMetadata("network", name);
        if (options.Method is { } method)
            _graph.SetMetadata("method", method);
    }

    /// <summary>Where nodes and weights go.</summary>
    public ModuleGraphWriter Writer { get; }

    /// <summary>Declares an input; its shape is without the batch. The last dimensions may be free, and have names
    /// then.</summary>
    public OnnxValue AddInput(
        string name,
        OnnxElementType type,
        IReadOnlyList<long> shape,
        string text,
        IReadOnlyList<string>? free = null
    )
    {
        var input = Writer.AddInput(name, type, [OnnxGraphBuilder.BatchDimension, .. shape], free);
        GraphNotes.Describe(_graph, "input", name, type, input.Shape, text, free);
        return input;
    }

    /// <summary>Declares an output. The last dimensions may be free, and have names then.</summary>
    public void AddOutput(OnnxValue value, string name, string text, IReadOnlyList<string>? free = null)
    {
        Writer.AddOutput(value, name, free);
        GraphNotes.Describe(_graph, "output", name, value.Type, value.Shape, text, free);
    }

    /// <summary>The bytes of the ONNX file.</summary>
    public byte[] ToBytes() => _graph.ToModel();
}
