using Gan.Onnx.Graphs.Wire;

namespace Gan.Onnx.Graphs;

/// <summary>Finds what is wrong with a graph before it is written: names that come twice, and names that nothing
/// defines.</summary>
internal static class GraphCheck
{
    /// <exception cref="InvalidOperationException">The first fault found.</exception>
    public static void Check(GraphProto graph, IReadOnlyList<string> duplicates)
    {
        if (graph.Output.Count == 0)
            throw new InvalidOperationException($"Graph '{graph.Name}' has no output; declare one with AddOutput.");
        if (duplicates.Count > 0)
            throw new InvalidOperationException(
                $"Graph '{graph.Name}' defines the name '{duplicates[0]}' twice; names are unique."
            );

        var defined = new HashSet<string>(StringComparer.Ordinal);
        defined.UnionWith(graph.Input.Select(i => i.Name));
        defined.UnionWith(graph.Initializer.Select(i => i.Name));
        foreach (var node in graph.Node)
        {
            foreach (var input in node.Input)
            {
                if (input.Length > 0 && !defined.Contains(input))
                {
                    throw new InvalidOperationException(
                        $"Operator {node.OpType} (output '{node.Output[0]}') reads '{input}', which nothing before it defines."
                    );
                }
            }

            defined.UnionWith(node.Output);
        }

        var outputs = new HashSet<string>(StringComparer.Ordinal);
        foreach (var output in graph.Output)
        {
            if (!defined.Contains(output.Name))
                throw new InvalidOperationException(
                    $"Output '{output.Name}' is computed by no operator of graph '{graph.Name}'."
                );
            if (!outputs.Add(output.Name))
                throw new InvalidOperationException($"Output '{output.Name}' is declared twice in graph '{graph.Name}'.");
        }
    }
}
