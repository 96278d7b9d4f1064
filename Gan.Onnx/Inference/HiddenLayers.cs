using Gan.Onnx.Bundles;
using Gan.Onnx.Graphs;
using Gan.Onnx.Graphs.Wire;
using Microsoft.ML.OnnxRuntime;

namespace Gan.Onnx.Inference;

/// <summary>Finds the hidden layers of discriminators, so that any of them can serve as features.</summary>
public static class HiddenLayers
{
    // What lies between them (convolutions, normalization) is seen only through the next of these.
    private static readonly HashSet<string> Activations = new(StringComparer.Ordinal)
    {
        "Celu",
        "Elu",
        "HardSwish",
        "LeakyRelu",
        "Mish",
        "PRelu",
        "Relu",
        "Selu",
        "Sigmoid",
        "Softplus",
        "Softsign",
        "Tanh",
        "ThresholdedRelu",
    };

    /// <summary>The hidden layers that the features are computed through: the outputs of activations, from the input on. The last
    /// one often holds the very features.</summary>
    /// <param name="bundle">A bundle with a discriminator, which is loaded once to find the layers' shapes.</param>
    /// <exception cref="GanException">The bundle has no discriminator, or ONNX Runtime cannot load it.</exception>
    public static IReadOnlyList<HiddenLayer> Of(GanBundle bundle)
    {
        ArgumentNullException.ThrowIfNull(bundle);
        var bytes = bundle.GetModelBytes(GanBundle.DiscriminatorFile);
        var names = Names(ModelProto.Parser.ParseFrom(bytes).Graph);
        var (session, _, _) = SessionFactory.Open(
            GanBundle.DiscriminatorFile,
            OnnxInnerValues.Expose(bytes, names),
            new SessionSettings()
        );
        using (session)
        {
            return
            [
                .. names
                    .Where(name =>
                        session.OutputMetadata[name] is { IsTensor: true } m && m.ElementType == typeof(float) && Known(m)
                    )
                    .Select(name => new HiddenLayer(name, [.. session.OutputMetadata[name].Dimensions.Skip(1)])),
            ];
        }
    }

    private static bool Known(NodeMetadata value) =>
        value.Dimensions.Length > 1 && value.Dimensions.Skip(1).All(length => length > 0);

    private static string[] Names(GraphProto graph)
    {
        var makers = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < graph.Node.Count; i++)
        {
            foreach (var output in graph.Node[i].Output)
                makers.TryAdd(output, i);
        }

        var (seen, open) = (new SortedSet<int>(), new Stack<string>(["features"]));
        while (open.TryPop(out var value))
        {
            if (!makers.TryGetValue(value, out var node) || !seen.Add(node))
                continue;
            foreach (var input in graph.Node[node].Input)
                open.Push(input);
        }

        return
        [
            .. seen.Select(i => graph.Node[i]).Where(node => Activations.Contains(node.OpType)).Select(node => node.Output[0]),
        ];
    }
}
