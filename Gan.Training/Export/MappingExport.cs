using Gan.Onnx.Bundles;
using Gan.Training.Data;
using static TorchSharp.torch;

namespace Gan.Training.Export;

/// <summary>Writes a module of one input and one output as a model of a bundle, and proves it before the bundle is
/// made.</summary>
/// <param name="module">What is written; it takes values in [-1, 1].</param>
/// <param name="manifest">What the new bundle is to say; it describes the model.</param>
/// <param name="file">The model's file.</param>
internal sealed class MappingExport(nn.Module<Tensor, Tensor> module, BundleManifest manifest, string file)
{
    private static readonly int[] BatchSizes = [1, 2, 17, 64];

    /// <summary>Writes the model into a bundle beside those that it holds already.</summary>
    /// <param name="others">The models that stay as they are.</param>
    /// <param name="write">Writes the model, with weights of 16 bits or not.</param>
    /// <param name="input">The name and range of what the model takes, and its shape.</param>
    /// <param name="output">The name of what it gives, and the range that stands for the network's [-1, 1]; null where values are
    /// given
    /// as they are.</param>
    /// <param name="halfWeights">Whether weights are stored with 16 bits.</param>
    /// <exception cref="Gan.Onnx.GanException">The module cannot be written, or the model differs from it by more than is
    /// accepted.</exception>
    public (GanBundle Bundle, IReadOnlyList<ExportDifference> Differences) Into(
        IReadOnlyDictionary<string, byte[]> others,
        Func<NetworkExportOptions, byte[]> write,
        (string Name, ValueRange Range, IReadOnlyList<int> Shape) input,
        (string Name, ValueRange? Range) output,
        bool halfWeights
    )
    {
        var options = new NetworkExportOptions { Method = manifest.Method };
        var (bundle, differences) = Prove(others, write(options), input, output, BundleExporter.Tolerance);
        return halfWeights
            ? Prove(
                others,
                write(options with { HalfPrecisionWeights = true }),
                input,
                output,
                BundleExporter.HalfPrecisionTolerance
            )
            : (bundle, differences);
    }

    private (GanBundle Bundle, IReadOnlyList<ExportDifference> Differences) Prove(
        IReadOnlyDictionary<string, byte[]> others,
        byte[] model,
        (string Name, ValueRange Range, IReadOnlyList<int> Shape) input,
        (string Name, ValueRange? Range) output,
        double tolerance
    )
    {
        // First, so that shapes that do not fit the manifest are named as such.
        var bundle = GanBundle.Create(manifest, new Dictionary<string, byte[]>(others) { [file] = model });
        using var scope = NewDisposeScope();
        using var mode = new EvaluationMode(module);
        using var random = new Generator(manifest.Training.Seed, CPU);
        var device = module.parameters().Concat(module.buffers()).FirstOrDefault()?.device ?? CPU;
        long[] shape = [.. input.Shape.Select(n => (long)n)];
        Tensor Draw(long rows, Generator generator) =>
            ValueScaling.FromNetwork(rand([rows, .. shape], ScalarType.Float32, CPU, generator: generator) * 2 - 1, input.Range);
        Tensor[] Network(Tensor[] given)
        {
            var result = module.call(ValueScaling.ToNetwork(given[0].to(device), input.Range));
            return [output.Range is null ? result : ValueScaling.FromNetwork(result, output.Range)];
        }

        // On the network's scale, [-1, 1], where there is one, so that the data's unit does not matter.
        var differences = ModelComparison.Run(
            model,
            [new(input.Name, Draw)],
            [(output.Name, output.Range is null ? null : ValueScaling.Half(output.Range))],
            Network,
            BatchSizes,
            random
        );
        foreach (var difference in differences)
            OnnxExport.Check(difference, tolerance);
        return (bundle, differences);
    }

    /// <summary>The models that a bundle holds, but one.</summary>
    public static Dictionary<string, byte[]> Others(GanBundle bundle, string file) =>
        bundle.Manifest.Files.Where(f => f.Name != file).ToDictionary(f => f.Name, f => bundle.GetModel(f.Name).ToArray());
}
