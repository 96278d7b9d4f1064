using System.Globalization;
using Gan.Onnx;
using Gan.Onnx.Graphs;
using static TorchSharp.torch;

namespace Gan.Training.Export;

/// <summary>A module that is being exported: its examples, what it gives for them, and the names that inputs and outputs
/// get.</summary>
internal sealed class ModuleGraph
{
    private readonly nn.Module _module;
    private readonly Tensor[] _examples;
    private readonly long[][] _outputShapes;
    private readonly string[] _inputNames;
    private readonly OnnxExportOptions _options;

    /// <exception cref="GanException">An example or a result is not what can be exported.</exception>
    public ModuleGraph(nn.Module module, Tensor[] examples, Func<Tensor[], Tensor[]> network, OnnxExportOptions options)
    {
        (_module, _examples, _options) = (module, examples, options);
        _inputNames = Names(options.InputNames, "input", examples.Length);
        foreach (var (index, example) in examples.Index())
            CheckExample(example, examples[0], _inputNames[index]);

        // Copies, since some networks work in place.
        var results = network([.. examples.Select(e => e.clone())]);
        OutputNames = Names(options.OutputNames, "output", results.Length);
        _outputShapes = [.. results.Select(r => r.shape)];
        foreach (var (index, shape) in _outputShapes.Index())
        {
            if (shape.Length == 0 || shape[0] != examples[0].shape[0])
                throw new GanException(
                    $"The output '{OutputNames[index]}' has the shape [{string.Join(", ", shape)}] for {examples[0].shape[0]} "
                        + "row(s); only outputs with one row for each row of input can be exported."
                );
        }
    }

    /// <summary>Names of the outputs.</summary>
    public IReadOnlyList<string> OutputNames { get; }

    /// <summary>Writes the module.</summary>
    /// <param name="halfWeights">Whether weights are stored with 16 bits.</param>
    /// <returns>The bytes of an ONNX file, and how many different values integer inputs may have.</returns>
    public (byte[] Model, IReadOnlyDictionary<string, long> Limits) Write(bool halfWeights)
    {
        var graph = new OnnxGraphBuilder(_module.GetType().Name);
        var writer = new ModuleGraphWriter(graph, halfWeights);
        OnnxValue[] inputs =
        [
            .. _examples.Select(
                (example, i) =>
                    writer.AddInput(
                        _inputNames[i],
                        example.dtype == ScalarType.Int64 ? OnnxElementType.Int64 : OnnxElementType.Float,
                        [OnnxGraphBuilder.BatchDimension, .. example.shape[1..]]
                    )
            ),
        ];
        var outputs = writer.Write(_module, inputs, "module");
        CheckShapes(outputs);
        foreach (var (index, output) in outputs.Index())
            writer.AddOutput(output, OutputNames[index]);

        GraphNotes.AddOpset(graph);
        graph.SetMetadata("module", _module.GetType().Name);
        foreach (var (index, input) in inputs.Index())
            Describe(graph, "input", _inputNames[index], input);
        foreach (var (index, output) in outputs.Index())
            Describe(graph, "output", OutputNames[index], output);
        foreach (var (key, value) in _options.Metadata)
            graph.SetMetadata(key, value);
        return (graph.ToModel(), writer.IndexLimits);
    }

    /// <summary>How inputs are drawn to compare module and model on.</summary>
    public IReadOnlyList<ComparedInput> Inputs(IReadOnlyDictionary<string, long> limits) =>
        [
            .. _examples.Select(
                (example, i) => new ComparedInput(_inputNames[i], Like(example, limits.GetValueOrDefault(_inputNames[i])))
            ),
        ];

    private static Func<long, Generator, Tensor> Like(Tensor example, long limit)
    {
        var inner = example.shape[1..];
        if (example.dtype == ScalarType.Int64)
        {
            var (low, high) = limit > 0 ? (0, limit) : (example.min().item<long>(), example.max().item<long>() + 1);
            return (rows, random) => randint(low, high, [rows, .. inner], ScalarType.Int64, CPU, generator: random);
        }

        var (mean, deviation) = ((double)example.mean().item<float>(), (double)example.std().item<float>());
        if (!(double.IsFinite(mean) && double.IsFinite(deviation) && deviation > 0))
            (mean, deviation) = (0, 1);
        return (rows, random) => randn([rows, .. inner], ScalarType.Float32, CPU, generator: random) * deviation + mean;
    }

    private static void CheckExample(Tensor example, Tensor first, string name)
    {
        if (example.dtype is not (ScalarType.Float32 or ScalarType.Int64))
            throw new GanException(
                $"The example of '{name}' holds {example.dtype}; give float32, or Int64 for indices, and a module of float32 "
                    + $"weights."
            );
        if (example.dim() == 0 || example.numel() == 0 || example.shape[0] != first.shape[0])
            throw new GanException(
                $"The example of '{name}' has the shape [{string.Join(", ", example.shape)}]; it must have at least one row, "
                    + "batch first, and as many as the others."
            );
    }

    private void CheckShapes(IReadOnlyList<OnnxValue> outputs)
    {
        var written = outputs.Select(o => o.Shape.Skip(1)).ToArray();
        if (
            written.Length != _outputShapes.Length
            || written.Where((shape, i) => !shape.SequenceEqual(_outputShapes[i].Skip(1))).Any()
        )
            throw ModuleGraphWriter.Refuse(
                _module,
                "module",
                $"it wrote {string.Join(", ", outputs)}, and computes "
                    + $"[{string.Join("], [", _outputShapes.Select(s => string.Join(", ", s)))}] for the example"
            );
    }

    private void Describe(OnnxGraphBuilder graph, string kind, string name, OnnxValue value) =>
        GraphNotes.Describe(graph, kind, name, value.Type, value.Shape, _options.Descriptions.GetValueOrDefault(name));

    private static string[] Names(IReadOnlyList<string>? given, string kind, int count)
    {
        if (given is null && count == 1)
            return [kind];
        if (given is null)
            return [.. Enumerable.Range(0, count).Select(i => string.Create(CultureInfo.InvariantCulture, $"{kind}_{i}"))];
        return given.Count == count && given.All(name => !string.IsNullOrEmpty(name)) && given.Distinct().Count() == count
            ? [.. given]
            : throw new GanException(
                $"There are {given.Count} {kind} names, but the module has {count} {kind}(s); give each a name of its own."
            );
    }
}
