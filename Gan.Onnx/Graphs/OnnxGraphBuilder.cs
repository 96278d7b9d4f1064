using System.Globalization;
using System.Runtime.InteropServices;
using Gan.Onnx.Graphs.Wire;
using Google.Protobuf;

namespace Gan.Onnx.Graphs;

/// <summary>Writes one ONNX graph: inputs, constants, operators in the order in which they run, and outputs.</summary>
/// <remarks>
/// The model declares opset <see cref="OpsetVersion"/> of the standard domain and IR version <see cref="IrVersion"/>, and holds
/// its constants itself, so that it is one file. Operators are not checked against their specification: the engine that loads the
/// model does that. Not safe for use by several threads at once.
/// </remarks>
public sealed class OnnxGraphBuilder
{
    /// <summary>The version of the standard operators that the model asks for.</summary>
    public const int OpsetVersion = 17;

    /// <summary>The version of the file format that the model declares.</summary>
    public const int IrVersion = 8;

    /// <summary>The length of a dimension that is known only when the model runs: the batch.</summary>
    public const long BatchDimension = -1;

    private const string Producer = "Gan";

    private readonly GraphProto _graph;
    private readonly SortedDictionary<string, string> _metadata = new(StringComparer.Ordinal);
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private readonly List<string> _duplicates = [];
    private int _nodes;

    /// <summary>Starts an empty graph.</summary>
    /// <param name="graphName">A name for people who open the file; not empty.</param>
    public OnnxGraphBuilder(string graphName)
    {
        ArgumentException.ThrowIfNullOrEmpty(graphName);
        _graph = new GraphProto { Name = graphName };
    }

    /// <summary>Declares an input.</summary>
    /// <param name="name">The name under which callers feed it.</param>
    /// <param name="type">What its elements are.</param>
    /// <param name="shape">Its dimensions; the first may be <see cref="BatchDimension"/>, none gives a scalar.</param>
    /// <returns><paramref name="name"/>.</returns>
    /// <exception cref="ArgumentException">The name is empty or a dimension is not positive.</exception>
    public string AddInput(string name, OnnxElementType type, params ReadOnlySpan<long> shape) =>
        AddInput(name, type, shape, free: null);

    /// <summary>Declares an input of which the last dimensions are known only when the model runs.</summary>
    internal string AddInput(string name, OnnxElementType type, ReadOnlySpan<long> shape, IReadOnlyList<string>? free)
    {
        _graph.Input.Add(ValueDescription.Of(name, type, shape, free));
        Define(name);
        return name;
    }

    /// <summary>Stores a constant float tensor, such as a layer's weights; the values are copied.</summary>
    /// <param name="nameHint">Its name; a number is appended when that is taken.</param>
    /// <param name="values">Its elements, last dimension fastest.</param>
    /// <param name="shape">Its dimensions; none gives a scalar.</param>
    /// <returns>The name under which operators refer to it.</returns>
    /// <exception cref="ArgumentException">The number of values is not the product of the dimensions.</exception>
    public string AddInitializer(string nameHint, ReadOnlySpan<float> values, params ReadOnlySpan<long> shape) =>
        AddInitializer(nameHint, TensorProto.Types.DataType.Float, MemoryMarshal.AsBytes(values), values.Length, shape);

    /// <summary>Stores a constant integer tensor, such as the target shape of a Reshape; the values are copied.</summary>
    /// <param name="nameHint">Its name; a number is appended when that is taken.</param>
    /// <param name="values">Its elements, last dimension fastest.</param>
    /// <param name="shape">Its dimensions; none gives a scalar.</param>
    /// <returns>The name under which operators refer to it.</returns>
    /// <exception cref="ArgumentException">The number of values is not the product of the dimensions.</exception>
    public string AddInitializer(string nameHint, ReadOnlySpan<long> values, params ReadOnlySpan<long> shape) =>
        AddInitializer(nameHint, TensorProto.Types.DataType.Int64, MemoryMarshal.AsBytes(values), values.Length, shape);

    /// <summary>Stores a constant tensor of 16-bit floats; the values are copied. Operators take it as such: where they are to
    /// compute with 32 bits, a Cast comes first.</summary>
    /// <param name="nameHint">Its name; a number is appended when that is taken.</param>
    /// <param name="values">Its elements, last dimension fastest.</param>
    /// <param name="shape">Its dimensions; none gives a scalar.</param>
    /// <returns>The name under which operators refer to it.</returns>
    /// <exception cref="ArgumentException">The number of values is not the product of the dimensions.</exception>
    public string AddInitializer(string nameHint, ReadOnlySpan<Half> values, params ReadOnlySpan<long> shape) =>
        AddInitializer(nameHint, TensorProto.Types.DataType.Float16, MemoryMarshal.AsBytes(values), values.Length, shape);

    /// <summary>Appends an operator of the standard domain with one output.</summary>
    /// <param name="opType">The operator's name, such as <c>Gemm</c>.</param>
    /// <param name="inputs">Names of its inputs, all defined before; "" for an optional input that is left out.</param>
    /// <param name="outputName">A name for its output; by default one is made from the operator's name.</param>
    /// <param name="attributes">Its attributes; those left out take the operator's defaults.</param>
    /// <returns>The name of its output.</returns>
    /// <exception cref="ArgumentException">The operator's name is empty, or an attribute has no name or comes twice.</exception>
    public string AddNode(
        string opType,
        ReadOnlySpan<string> inputs,
        string? outputName = null,
        params ReadOnlySpan<OnnxAttribute> attributes
    )
    {
        ArgumentException.ThrowIfNullOrEmpty(opType);
        var output = outputName ?? Unique(string.Create(CultureInfo.InvariantCulture, $"{opType}:{_nodes}"));
        ArgumentException.ThrowIfNullOrEmpty(output, nameof(outputName));
        var node = new NodeProto { OpType = opType, Name = string.Create(CultureInfo.InvariantCulture, $"{_nodes}:{opType}") };
        node.Input.AddRange(inputs);
        node.Output.Add(output);
        foreach (var attribute in attributes)
        {
            if (node.Attribute.Any(a => a.Name == attribute.Name))
            {
                throw new ArgumentException(
                    $"Operator {opType} is given attribute '{attribute.Name}' twice.",
                    nameof(attributes)
                );
            }

            node.Attribute.Add(attribute.ToProto());
        }

        _graph.Node.Add(node);
        _nodes++;
        Define(output);
        return output;
    }

    /// <summary>Gives the operator appended last one more output, such as <c>TopK</c>'s indices.</summary>
    /// <returns>The name of that output.</returns>
    /// <exception cref="InvalidOperationException">No operator was appended yet.</exception>
    public string AddOutputToLastNode()
    {
        if (_graph.Node.Count == 0)
            throw new InvalidOperationException("There is no operator yet.");
        var node = _graph.Node[^1];
        var output = Unique(string.Create(CultureInfo.InvariantCulture, $"{node.Output[0]}:{node.Output.Count}"));
        node.Output.Add(output);
        Define(output);
        return output;
    }

    /// <summary>Declares that a tensor computed by the graph is an output.</summary>
    /// <param name="name">The name that an operator's output was given.</param>
    /// <param name="type">What its elements are.</param>
    /// <param name="shape">Its dimensions; the first may be <see cref="BatchDimension"/>, none gives a scalar.</param>
    /// <exception cref="ArgumentException">The name is empty or a dimension is not positive.</exception>
    public void AddOutput(string name, OnnxElementType type, params ReadOnlySpan<long> shape) =>
        AddOutput(name, type, shape, free: null);

    /// <summary>Declares an output of which the last dimensions are known only when the model runs.</summary>
    internal void AddOutput(string name, OnnxElementType type, ReadOnlySpan<long> shape, IReadOnlyList<string>? free) =>
        _graph.Output.Add(ValueDescription.Of(name, type, shape, free));

    /// <summary>Says for people and tools what an input or output is.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="text">What it is, such as "latents, drawn from a standard normal distribution".</param>
    /// <exception cref="ArgumentException">No input or output of that name has been declared.</exception>
    public void Describe(string name, string text)
    {
        ArgumentException.ThrowIfNullOrEmpty(text);
        var value =
            _graph.Input.Concat(_graph.Output).FirstOrDefault(v => v.Name == name)
            ?? throw new ArgumentException($"Graph '{_graph.Name}' has no input or output '{name}'.", nameof(name));
        value.DocString = text;
    }

    /// <summary>Stores a key and a value in the model for people and tools to read; a later value for a key replaces
    /// it.</summary>
    public void SetMetadata(string key, string value)
    {
        ArgumentException.ThrowIfNullOrEmpty(key);
        ArgumentNullException.ThrowIfNull(value);
        _metadata[key] = value;
    }

    /// <summary>The bytes of the model, as they belong in an <c>.onnx</c> file; the same calls give the same bytes.</summary>
    /// <exception cref="InvalidOperationException"> The graph has no output, a name is defined twice, or an operator or an output
    /// refers to a name that nothing before it defines.
    /// </exception>
    public byte[] ToModel()
    {
        GraphCheck.Check(_graph, _duplicates);
        var model = new ModelProto
        {
            IrVersion = IrVersion,
            ProducerName = Producer,
            ProducerVersion = GanVersion.Current,
            Graph = _graph,
        };
        model.OpsetImport.Add(new OperatorSetIdProto { Version = OpsetVersion });
        foreach (var (key, value) in _metadata)
            model.MetadataProps.Add(new StringStringEntryProto { Key = key, Value = value });
        return model.ToByteArray();
    }

    private string AddInitializer(
        string nameHint,
        TensorProto.Types.DataType type,
        ReadOnlySpan<byte> bytes,
        int count,
        ReadOnlySpan<long> shape
    )
    {
        ArgumentException.ThrowIfNullOrEmpty(nameHint);
        long expected = 1;
        foreach (var length in shape)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(length, nameof(shape));
            expected = checked(expected * length);
        }

        if (expected != count)
        {
            throw new ArgumentException(
                $"Initializer '{nameHint}' has {count} values, but shape [{string.Join(", ", shape.ToArray())}] holds "
                    + $"{expected}.",
                nameof(shape)
            );
        }

        // Raw tensor data is little-endian by specification.
        if (!BitConverter.IsLittleEndian)
            throw new PlatformNotSupportedException("ONNX models are written on little-endian machines only.");
        var name = Unique(nameHint);
        var tensor = new TensorProto
        {
            Name = name,
            DataType = (int)type,
            RawData = ByteString.CopyFrom(bytes),
        };
        tensor.Dims.AddRange(shape);
        _graph.Initializer.Add(tensor);
        Define(name);
        return name;
    }

    private void Define(string name)
    {
        if (!_names.Add(name))
            _duplicates.Add(name);
    }

    private string Unique(string hint)
    {
        var name = hint;
        for (var i = 1; _names.Contains(name); i++)
            name = string.Create(CultureInfo.InvariantCulture, $"{hint}_{i}");
        return name;
    }
}
