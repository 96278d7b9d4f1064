using Gan.Onnx;
using Gan.Onnx.Graphs.Wire;
using static TorchSharp.torch;

namespace Gan.Training.Networks.Imported;

/// <summary>The part of an ONNX file's graph that gives certain values of one input, in TorchSharp, so that gradients can be
/// taken through it. Its weights are constants.</summary>
internal sealed class OnnxNetwork : IDisposable
{
    private readonly string _input;
    private readonly string _origin;
    private readonly IReadOnlyList<string> _wanted;
    private readonly List<OnnxNode> _nodes = [];
    private readonly Dictionary<string, Tensor> _constants = [];

    /// <summary>Reads what leads to certain values; nothing behind them is looked at.</summary>
    /// <param name="graph">The file's graph.</param>
    /// <param name="input">The name of the input that images are given to.</param>
    /// <param name="wanted">The names of the values, outputs or not.</param>
    /// <param name="origin">Where the file comes from, for messages.</param>
    /// <param name="device">Where it is to run.</param>
    /// <exception cref="GanException">There is no such value, or an operator on the way to it is not known.</exception>
    public OnnxNetwork(GraphProto graph, string input, IReadOnlyList<string> wanted, string origin, Device device)
    {
        (_input, _origin, _wanted) = (input, origin, wanted);
        var makers = new Dictionary<string, NodeProto>();
        foreach (var (name, node) in graph.Node.SelectMany(node => node.Output.Select(name => (name, node))))
        {
            if (name.Length > 0 && !makers.TryAdd(name, node))
                throw new GanException($"The network {origin} makes the value '{name}' twice.");
        }

        foreach (var name in wanted.Where(name => !makers.ContainsKey(name)))
            throw new GanException(
                $"The network {origin} has no value '{name}'; it has, among others, "
                    + $"{string.Join(", ", makers.Keys.TakeLast(10))}."
            );
        // Of two with one name ONNX Runtime takes the last.
        var stored = new Dictionary<string, TensorProto>();
        foreach (var constant in graph.Initializer)
            stored[constant.Name] = constant;
        var constants = new Dictionary<string, TensorProto>();
        var needed = new HashSet<NodeProto>(ReferenceEqualityComparer.Instance);
        var open = new Stack<string>(wanted);
        while (open.TryPop(out var name))
        {
            if (name == input || name.Length == 0 || constants.ContainsKey(name))
                continue;
            if (stored.TryGetValue(name, out var constant))
                constants[name] = constant;
            else if (!makers.TryGetValue(name, out var node))
                throw new GanException($"The network {origin} needs a value '{name}' that is neither its input nor a constant.");
            else if (new OnnxNode(node, origin) is var made && made.Kind == "Constant")
                constants[name] = made.Constant("value") ?? throw made.Refuse("holds no tensor, and others are not read");
            else if (made.Wire.Output[0] != name)
                throw made.Refuse($"gives '{name}' too, and only its first value is read");
            else if (needed.Add(node))
            {
                OnnxOperators.RequireKnown(made);
                foreach (var taken in node.Input)
                    open.Push(taken);
            }
        }

        // A file's nodes stand in an order in which they can be run.
        _nodes.AddRange(graph.Node.Where(needed.Contains).Select(node => new OnnxNode(node, origin)));
        using var scope = NewDisposeScope();
        foreach (var (name, constant) in constants)
            _constants[name] = Constant(constant, device);
    }

    /// <summary>The values that are wanted, in their order.</summary>
    /// <param name="images">[batch, channels, height, width] as the network takes them.</param>
    /// <exception cref="GanException">They are too small, or of other channels.</exception>
    public IReadOnlyList<Tensor> Call(Tensor images)
    {
        var values = new Dictionary<string, Tensor> { [_input] = images };
        Tensor? Value(string name) => values.TryGetValue(name, out var made) ? made : _constants.GetValueOrDefault(name);
        foreach (var node in _nodes)
        {
            Tensor?[] inputs = [.. node.Wire.Input.Select(Value)];
            try
            {
                values[node.Wire.Output[0]] = OnnxOperators.Run(node, inputs);
            }
            catch (ArgumentException e)
            {
                var sizes = inputs.OfType<Tensor>().Select(i => $"[{string.Join(", ", i.shape)}]");
                throw new GanException(
                    $"The network {_origin} cannot take images of [{string.Join(", ", images.shape)}] as far as "
                        + $"'{node.Wire.Output[0]}': {node.Kind} is given {string.Join(" and ", sizes)}. Train on images of "
                        + $"another size, or name values before that with 'perceptual-layers', such as "
                        + $"{string.Join(", ", values.Keys.Skip(1).TakeLast(6))}.",
                    e
                );
            }
        }

        return [.. _wanted.Select(name => values[name])];
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var constant in _constants.Values)
            constant.Dispose();
    }

    private Tensor Constant(TensorProto constant, Device device) =>
        // What a reshape reads is read on the CPU.
        OnnxConstants.Read(constant, _origin)
            is var value
        && value.dtype == ScalarType.Int64
            ? value.DetachFromDisposeScope()
            : value.to(device).DetachFromDisposeScope();
}
