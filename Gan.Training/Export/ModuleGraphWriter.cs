using Gan.Onnx;
using Gan.Onnx.Graphs;
using Gan.Training.Export.Rules;
using static TorchSharp.torch;

namespace Gan.Training.Export;

/// <summary>Writes TorchSharp modules into an ONNX graph as they behave in evaluation mode: batch norm with its running
/// statistics, dropout not at all.</summary>
/// <remarks>TorchSharp's and this library's own layers are known here by their exact type; any other module writes itself through
/// <see cref="IOnnxModule"/>, or is refused by type and path. Nothing is ever skipped, and no custom <c>forward</c> is
/// guessed.</remarks>
public sealed class ModuleGraphWriter
{
    private readonly Dictionary<Tensor, OnnxValue> _weights = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<string, long> _indexLimits = new(StringComparer.Ordinal);
    private readonly bool _halfWeights;

    /// <summary>Writes into a graph.</summary>
    /// <param name="graph">Where nodes and weights go.</param>
    /// <param name="halfWeights">Whether weights of two dimensions and more are stored with 16 bits; see
    /// <see cref="OnnxExportOptions.HalfPrecisionWeights"/>.</param>
    public ModuleGraphWriter(OnnxGraphBuilder graph, bool halfWeights = false)
    {
        ArgumentNullException.ThrowIfNull(graph);
        (Graph, _halfWeights) = (graph, halfWeights);
    }

    /// <summary>The graph that is written into.</summary>
    public OnnxGraphBuilder Graph { get; }

    /// <summary>Whether pictures of any height and width are to run through the graph. Shapes then hold the sides that the
    /// network was trained at, and what a rule writes must hold for others.</summary>
    internal bool AnySize { get; init; }

    /// <summary>How many different values each integer input may have, by the name of the value that indexes a table.</summary>
    internal IReadOnlyDictionary<string, long> IndexLimits => _indexLimits;

    /// <summary>Writes a module of one input and everything in it.</summary>
    /// <param name="module">The module. Its weights are copied.</param>
    /// <param name="input">What it takes, batch first.</param>
    /// <param name="path">Where it stands in its network, for messages and weight names, for example "generator.body".</param>
    /// <returns>What it gives.</returns>
    /// <exception cref="GanException">There is no rule for this kind of module, or for a setting of it.</exception>
    public OnnxValue Write(nn.Module module, OnnxValue input, string path) => WriteOne(module, [input], path);

    /// <summary>Writes a module of two inputs, such as features and labels, and everything in it.</summary>
    /// <param name="module">The module. Its weights are copied.</param>
    /// <param name="first">The first value it takes, batch first.</param>
    /// <param name="second">The second value it takes, batch first.</param>
    /// <param name="path">Where it stands in its network.</param>
    /// <returns>What it gives.</returns>
    /// <exception cref="GanException">There is no rule for this kind of module, or for a setting of it.</exception>
    public OnnxValue Write(nn.Module module, OnnxValue first, OnnxValue second, string path) =>
        WriteOne(module, [first, second], path);

    /// <summary>Writes a module of any number of inputs and outputs, and everything in it.</summary>
    /// <param name="module">The module. Its weights are copied.</param>
    /// <param name="inputs">What it takes, batch first.</param>
    /// <param name="path">Where it stands in its network.</param>
    /// <returns>What it gives.</returns>
    /// <exception cref="GanException">There is no rule for this kind of module, or for a setting of it.</exception>
    public IReadOnlyList<OnnxValue> Write(nn.Module module, IReadOnlyList<OnnxValue> inputs, string path)
    {
        ArgumentNullException.ThrowIfNull(module);
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (module is IOnnxModule custom)
            return custom.WriteOnnx(this, inputs, path);
        return ModuleRules.Find(module.GetType()) is { } rule
            ? [rule(this, module, inputs, path)]
            : throw Refuse(
                module,
                path,
                $"there is no rule for this type. Let it implement {nameof(IOnnxModule)}, or build it from layers that have "
                    + $"a rule: "
                    + ModuleRules.Names
            );
    }

    /// <summary>A refusal that names a module's type and path.</summary>
    /// <param name="module">The module that cannot be written.</param>
    /// <param name="path">Where it stands in its network.</param>
    /// <param name="reason">Why, and what to do instead; without a final full stop.</param>
    public static GanException Refuse(nn.Module module, string path, string reason)
    {
        ArgumentNullException.ThrowIfNull(module);
        return new GanException($"The module '{path}' of type {module.GetType().Name} cannot be written to ONNX: {reason}.");
    }

    /// <summary>Declares an input of the graph.</summary>
    /// <param name="name">The name under which callers feed it.</param>
    /// <param name="type">What its elements are.</param>
    /// <param name="shape">Its dimensions, the first <see cref="OnnxGraphBuilder.BatchDimension"/>.</param>
    public OnnxValue AddInput(string name, OnnxElementType type, params IReadOnlyList<long> shape) =>
        AddInput(name, type, shape, free: null);

    /// <summary>Declares an input of which the last dimensions are known only when the model runs; the shape says what they are
    /// by way of example.</summary>
    internal OnnxValue AddInput(string name, OnnxElementType type, IReadOnlyList<long> shape, IReadOnlyList<string>? free) =>
        new(Graph.AddInput(name, type, [.. shape], free), type, shape);

    /// <summary>Declares an output of the graph.</summary>
    /// <param name="value">The value to give out.</param>
    /// <param name="name">The name under which callers get it.</param>
    public void AddOutput(OnnxValue value, string name) => AddOutput(value, name, free: null);

    /// <summary>Declares an output of which the last dimensions are known only when the model runs.</summary>
    internal void AddOutput(OnnxValue value, string name, IReadOnlyList<string>? free)
    {
        ArgumentNullException.ThrowIfNull(value);
        Graph.AddNode("Identity", [value.Name], name);
        Graph.AddOutput(name, value.Type, [.. value.Shape], free);
    }

    /// <summary>Appends an operator with one output of the first input's element type.</summary>
    /// <param name="operation">The operator's name in the standard domain, opset
    /// <see cref="OnnxGraphBuilder.OpsetVersion"/>.</param>
    /// <param name="inputs">What it takes.</param>
    /// <param name="shape">The shape of what it gives; the first dimension is
    /// <see cref="OnnxGraphBuilder.BatchDimension"/>.</param>
    /// <param name="attributes">Its attributes; those left out take the operator's defaults.</param>
    public OnnxValue AddNode(
        string operation,
        IReadOnlyList<OnnxValue> inputs,
        IReadOnlyList<long> shape,
        params ReadOnlySpan<OnnxAttribute> attributes
    )
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(shape);
        return new(Graph.AddNode(operation, [.. inputs.Select(i => i.Name)], null, attributes), inputs[0].Type, shape);
    }

    /// <summary>Appends an operator that works element by element, so that its output has the shape its inputs have together
    /// (broadcast as in NumPy): Add, Mul, Relu, Tanh, Clip and the like.</summary>
    /// <param name="operation">The operator's name.</param>
    /// <param name="inputs">What it takes.</param>
    /// <param name="attributes">Its attributes; those left out take the operator's defaults.</param>
    /// <exception cref="GanException">The shapes do not fit each other.</exception>
    public OnnxValue AddElementwise(
        string operation,
        IReadOnlyList<OnnxValue> inputs,
        params ReadOnlySpan<OnnxAttribute> attributes
    )
    {
        ArgumentNullException.ThrowIfNull(inputs);
        return AddNode(operation, inputs, Shapes.Broadcast(operation, inputs), attributes);
    }

    /// <summary>Joins values along a dimension.</summary>
    /// <param name="values">The values; their shapes differ in that dimension at most.</param>
    /// <param name="axis">The dimension, from 1: rows of a batch cannot be joined.</param>
    /// <exception cref="GanException">The shapes do not fit each other.</exception>
    public OnnxValue Concatenate(IReadOnlyList<OnnxValue> values, int axis)
    {
        ArgumentNullException.ThrowIfNull(values);
        ArgumentOutOfRangeException.ThrowIfLessThan(axis, 1);
        return AddNode("Concat", values, Shapes.Concatenated(values, axis), OnnxAttribute.Of("axis", (long)axis));
    }

    /// <summary>Gives a value another shape; the batch stays.</summary>
    /// <param name="value">The value.</param>
    /// <param name="shape">The new dimensions without the batch, all positive.</param>
    /// <exception cref="GanException">The new shape holds another number of elements.</exception>
    public OnnxValue Reshape(OnnxValue value, params IReadOnlyList<long> shape)
    {
        ArgumentNullException.ThrowIfNull(value);
        Shapes.CheckSameSize(value, shape);
        // A 0 in Reshape's shape keeps that dimension as it is: the batch stays symbolic.
        return AddNode("Reshape", [value, AddConstant("shape", [0, .. shape])], [OnnxGraphBuilder.BatchDimension, .. shape]);
    }

    /// <summary>Gives a value the shape of another, whatever that is when the model runs.</summary>
    internal OnnxValue ReshapeLike(OnnxValue value, OnnxValue other) =>
        AddNode("Reshape", [value, AddNode("Shape", [other], [other.Rank])], other.Shape);

    /// <summary>Stores a weight; one that was stored before is not stored again.</summary>
    /// <param name="name">Its name, such as "generator.body.0.weight".</param>
    /// <param name="weight">The weight; copied, as 32-bit floats or, in a writer of 16-bit weights, as such and cast in the
    /// graph.</param>
    public OnnxValue AddWeight(string name, Tensor weight)
    {
        ArgumentNullException.ThrowIfNull(weight);
        if (_weights.TryGetValue(weight, out var known))
            return known;
        using var scope = NewDisposeScope();
        var (values, shape) = (weight.detach().cpu().to(ScalarType.Float32).contiguous(), weight.shape);
        var floats = values.data<float>().ToArray();
        var stored =
            _halfWeights && shape.Length > 1 && floats.All(v => MathF.Abs(v) <= (float)Half.MaxValue)
                ? Graph.AddNode(
                    "Cast",
                    [Graph.AddInitializer(name, Array.ConvertAll(floats, v => (Half)v), shape)],
                    null,
                    OnnxAttribute.Of("to", 1L)
                )
                : Graph.AddInitializer(name, floats, shape);
        return _weights[weight] = new(stored, OnnxElementType.Float, shape);
    }

    /// <summary>Stores a constant of floats.</summary>
    /// <param name="name">Its name; a number is appended when that is taken.</param>
    /// <param name="values">Its elements, last dimension fastest.</param>
    /// <param name="shape">Its dimensions; none gives a scalar.</param>
    public OnnxValue AddConstant(string name, ReadOnlySpan<float> values, params IReadOnlyList<long> shape) =>
        new(Graph.AddInitializer(name, values, [.. shape]), OnnxElementType.Float, shape);

    /// <summary>Stores a constant of one float.</summary>
    /// <param name="name">Its name; a number is appended when that is taken.</param>
    /// <param name="value">The number.</param>
    public OnnxValue AddScalar(string name, double value) => AddConstant(name, [(float)value]);

    /// <summary>Stores a constant vector of integers, such as the axes of a reduction.</summary>
    /// <param name="name">Its name; a number is appended when that is taken.</param>
    /// <param name="values">Its elements.</param>
    public OnnxValue AddConstant(string name, params ReadOnlySpan<long> values) =>
        new(Graph.AddInitializer(name, values, values.Length), OnnxElementType.Int64, [values.Length]);

    /// <summary>Looks rows up in a table: what an embedding does.</summary>
    /// <param name="table">The table [count, ...].</param>
    /// <param name="indices">Row numbers from 0, Int64.</param>
    public OnnxValue Lookup(OnnxValue table, OnnxValue indices)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(indices);
        _indexLimits[indices.Name] = Math.Min(table.Shape[0], _indexLimits.GetValueOrDefault(indices.Name, long.MaxValue));
        return AddNode("Gather", [table, indices], [.. indices.Shape, .. table.Shape.Skip(1)]);
    }

    /// <summary>Class numbers as one-hot vectors.</summary>
    /// <param name="labels">Class numbers from 0, Int64 [batch].</param>
    /// <param name="classCount">The number of classes.</param>
    /// <returns>[batch, classes].</returns>
    public OnnxValue OneHot(OnnxValue labels, int classCount)
    {
        var identity = new float[classCount * classCount];
        for (var i = 0; i < classCount; i++)
            identity[i * (classCount + 1)] = 1;
        return Lookup(AddConstant("one_hot", identity, classCount, classCount), labels);
    }

    private OnnxValue WriteOne(nn.Module module, IReadOnlyList<OnnxValue> inputs, string path)
    {
        var outputs = Write(module, inputs, path);
        return outputs.Count == 1
            ? outputs[0]
            : throw Refuse(module, path, $"it gives {outputs.Count} values where one is expected");
    }
}
