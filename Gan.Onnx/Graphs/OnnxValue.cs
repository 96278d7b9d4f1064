namespace Gan.Onnx.Graphs;

/// <summary>A tensor within a graph: an input, a constant, or what an operator gives.</summary>
/// <param name="Name">The name under which operators refer to it.</param>
/// <param name="Type">What its elements are.</param>
/// <param name="Shape">Its dimensions; the first is <see cref="OnnxGraphBuilder.BatchDimension"/> for everything but
/// constants.</param>
public sealed record OnnxValue(string Name, OnnxElementType Type, IReadOnlyList<long> Shape)
{
    /// <summary>How many dimensions it has, the batch counted.</summary>
    public int Rank => Shape.Count;

    /// <inheritdoc/>
    public override string ToString() =>
        $"'{Name}' [{string.Join(", ", Shape.Select(n => n == OnnxGraphBuilder.BatchDimension ? "batch" : $"{n}"))}]";
}
