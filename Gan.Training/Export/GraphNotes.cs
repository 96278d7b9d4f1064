using System.Globalization;
using Gan.Onnx.Graphs;

namespace Gan.Training.Export;

/// <summary>What a graph says about itself: the opset, and what each input and output is, in words.</summary>
internal static class GraphNotes
{
    /// <summary>Says what a value is, in its own description and in the metadata, which more tools show.</summary>
    public static void Describe(
        OnnxGraphBuilder graph,
        string kind,
        string name,
        OnnxElementType type,
        IEnumerable<long> shape,
        string? text,
        IReadOnlyList<string>? free = null
    )
    {
        var lengths = shape.Select(n =>
            n == OnnxGraphBuilder.BatchDimension ? "batch" : n.ToString(CultureInfo.InvariantCulture)
        );
        var dimensions = string.Join(", ", free is null ? lengths : [.. lengths.SkipLast(free.Count), .. free]);
        var tensor = $"{(type == OnnxElementType.Float ? "float32" : "int64")} [{dimensions}]";
        if (text is not null)
            graph.Describe(name, text);
        graph.SetMetadata($"{kind}.{name}", text is null ? tensor : $"{tensor}: {text}");
    }

    /// <summary>Names the operator set, for people who read the metadata alone.</summary>
    public static void AddOpset(OnnxGraphBuilder graph) =>
        graph.SetMetadata("opset", OnnxGraphBuilder.OpsetVersion.ToString(CultureInfo.InvariantCulture));
}
