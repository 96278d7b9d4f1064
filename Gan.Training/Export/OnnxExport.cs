using System.Globalization;
using Gan.Onnx;
using Gan.Onnx.Graphs;
using Gan.Onnx.Inference;
using Gan.Training.Native;
using static TorchSharp.torch;

namespace Gan.Training.Export;

/// <summary>Writes any TorchSharp module as an ONNX file, and proves that the file computes what the module computes.</summary>
/// <remarks>
/// <para>The module is read as a tree of layers with a rule each, in evaluation mode; a module with a <c>forward</c> of its own
/// says how it is written through <see cref="IOnnxModule"/>. The graph is of opset <see cref="OnnxGraphBuilder.OpsetVersion"/>,
/// float32, with a symbolic batch as the first dimension of every input and output.</para>
/// <para>Before the file is written it is run in ONNX Runtime beside the module, on random inputs of 1, 2 and 17 rows: floats as
/// spread as the example's, integers within the tables that they index or, where there are none, within the example's range. Rows
/// are also run alone, and must give what they give in a batch. The module's mode is restored in the end.</para>
/// </remarks>
public static class OnnxExport
{
    private static readonly int[] BatchSizes = [1, 2, 17];

    /// <summary>Writes a module of one input and one output.</summary>
    /// <param name="module">The module; left as it is.</param>
    /// <param name="example">What it takes, batch first: float32, or Int64 for indices. Gives shapes and spread; one row will
    /// do.</param>
    /// <param name="path">The file to write or replace; written whole or not at all.</param>
    /// <param name="options">Names, tolerance and the like; defaults when null.</param>
    /// <returns>The file's size, and the differences found.</returns>
    /// <exception cref="GanException">A module has no rule, the file's results differ too much, or it cannot be
    /// written.</exception>
    public static OnnxExportReport Save(
        nn.Module<Tensor, Tensor> module,
        Tensor example,
        string path,
        OnnxExportOptions? options = null
    )
    {
        ArgumentNullException.ThrowIfNull(module);
        return Save(module, [example], inputs => [module.call(inputs[0])], path, options);
    }

    /// <summary>Writes a module of two inputs, such as features and labels, and one output.</summary>
    /// <param name="module">The module; left as it is.</param>
    /// <param name="first">An example of its first input, batch first.</param>
    /// <param name="second">An example of its second input, of as many rows.</param>
    /// <param name="path">The file to write or replace; written whole or not at all.</param>
    /// <param name="options">Names, tolerance and the like; defaults when null.</param>
    /// <returns>The file's size, and the differences found.</returns>
    /// <exception cref="GanException">A module has no rule, the file's results differ too much, or it cannot be
    /// written.</exception>
    public static OnnxExportReport Save(
        nn.Module<Tensor, Tensor, Tensor> module,
        Tensor first,
        Tensor second,
        string path,
        OnnxExportOptions? options = null
    )
    {
        ArgumentNullException.ThrowIfNull(module);
        return Save(module, [first, second], inputs => [module.call(inputs[0], inputs[1])], path, options);
    }

    /// <summary>Writes a module of one input and two outputs, such as score and features.</summary>
    /// <param name="module">The module; left as it is.</param>
    /// <param name="example">What it takes, batch first.</param>
    /// <param name="path">The file to write or replace; written whole or not at all.</param>
    /// <param name="options">Names, tolerance and the like; defaults when null.</param>
    /// <returns>The file's size, and the differences found.</returns>
    /// <exception cref="GanException">A module has no rule, the file's results differ too much, or it cannot be
    /// written.</exception>
    public static OnnxExportReport Save(
        nn.Module<Tensor, (Tensor, Tensor)> module,
        Tensor example,
        string path,
        OnnxExportOptions? options = null
    )
    {
        ArgumentNullException.ThrowIfNull(module);
        return Save(
            module,
            [example],
            inputs =>
            {
                var (first, second) = module.call(inputs[0]);
                return [first, second];
            },
            path,
            options
        );
    }

    private static OnnxExportReport Save(
        nn.Module module,
        Tensor[] examples,
        Func<Tensor[], Tensor[]> run,
        string path,
        OnnxExportOptions? options
    )
    {
        foreach (var example in examples)
            ArgumentNullException.ThrowIfNull(example);
        ArgumentException.ThrowIfNullOrEmpty(path);
        options ??= new OnnxExportOptions();
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.Tolerance, nameof(options));
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.HalfPrecisionTolerance, nameof(options));
        TorchLibrary.Load();
        OnnxRuntimeLibrary.Load();
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        using var mode = new EvaluationMode(module);
        using var random = new Generator(options.Seed, CPU);

        var device = module.parameters().Concat(module.buffers()).FirstOrDefault()?.device ?? examples[0].device;
        Tensor[] Network(Tensor[] inputs) => run([.. inputs.Select(t => t.to(device))]);
        var draft = new ModuleGraph(module, examples, Network, options);

        var (model, limits) = draft.Write(halfWeights: false);
        var differences = Prove(draft, model, limits, Network, random, options.Tolerance);
        if (options.HalfPrecisionWeights)
        {
            (model, limits) = draft.Write(halfWeights: true);
            differences = Prove(draft, model, limits, Network, random, options.HalfPrecisionTolerance);
        }

        AtomicFile.Write(path, stream => stream.Write(model));
        return new OnnxExportReport(path, model.LongLength, differences);
    }

    private static IReadOnlyList<ExportDifference> Prove(
        ModuleGraph draft,
        byte[] model,
        IReadOnlyDictionary<string, long> limits,
        Func<Tensor[], Tensor[]> network,
        Generator random,
        double tolerance
    )
    {
        var differences = ModelComparison.Run(
            model,
            draft.Inputs(limits),
            [.. draft.OutputNames.Select(name => (name, (double?)null))],
            network,
            BatchSizes,
            random
        );
        foreach (var difference in differences)
            Check(difference, tolerance);
        return differences;
    }

    /// <summary>Refuses a difference that is too large.</summary>
    internal static void Check(ExportDifference difference, double tolerance)
    {
        if (difference.IsWithin(tolerance))
            return;
        var (what, size) =
            difference with { RowAlone = 0 } is var withoutRows && withoutRows.IsWithin(tolerance)
                ? ("gives a row alone other values than in a batch, by up to", difference.RowAlone)
                : ("differs from its network by up to", difference.MaximumAbsolute);
        throw new GanException(
            string.Create(
                CultureInfo.InvariantCulture,
                $"The exported output '{difference.Output}' {what} {size:E2}, more than the tolerance {tolerance:E0} allows; "
                    + $"nothing was written. "
            )
                + "A module with a forward of its own may write something else than it computes; with large weights, or "
                + "with 16-bit ones, a higher tolerance may be right."
        );
    }
}
