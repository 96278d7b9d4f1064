using Gan.Onnx.Bundles;
using static TorchSharp.torch;

namespace Gan.Training.Export;

/// <summary>One model of a bundle: how it is written, what the manifest says of it, and the network that proves it.</summary>
/// <remarks>The shape and value range of samples are the manifest's: parts take and give the data's own values.</remarks>
public abstract class BundlePart
{
    private static readonly int[] BatchSizes = [1, 2, 17, 64];

    /// <summary>The file in the bundle, such as <see cref="GanBundle.GeneratorFile"/>.</summary>
    public abstract string File { get; }

    /// <summary>The networks that it runs; they are in evaluation mode while it is written and proved.</summary>
    public abstract IReadOnlyList<nn.Module> Networks { get; }

    /// <summary>The manifest with what is to be said of this model.</summary>
    /// <param name="manifest">What is said so far, the data among it.</param>
    public abstract BundleManifest Describe(BundleManifest manifest);

    /// <summary>Writes the model.</summary>
    /// <param name="manifest">What is said of it.</param>
    /// <param name="options">The method, and how weights are stored.</param>
    /// <returns>The bytes of an ONNX file.</returns>
    /// <exception cref="Gan.Onnx.GanException">A module in a network cannot be written.</exception>
    public abstract byte[] Write(BundleManifest manifest, NetworkExportOptions options);

    /// <summary>The model's inputs, in the order in which <see cref="Run"/> takes them, each with a way to draw rows.</summary>
    /// <param name="manifest">What is said of it.</param>
    protected abstract IReadOnlyList<ComparedInput> Inputs(BundleManifest manifest);

    /// <summary>The model's outputs, in the order in which <see cref="Run"/> gives them, each with the unit that differences are
    /// counted in; null for an output without a scale of its own, which is judged by its largest magnitude.</summary>
    /// <param name="manifest">What is said of it.</param>
    protected abstract IReadOnlyList<(string Name, double? Unit)> Outputs(BundleManifest manifest);

    /// <summary>What the model should give: the networks' own result.</summary>
    /// <param name="manifest">What is said of it.</param>
    /// <param name="inputs">Rows on the CPU, float32 or Int64.</param>
    protected abstract Tensor[] Run(BundleManifest manifest, Tensor[] inputs);

    /// <summary>Runs the model beside its networks on fresh random inputs, in batches of several sizes and row by row.</summary>
    /// <param name="bundle">Holds the model.</param>
    /// <param name="random">Where inputs come from, on the CPU.</param>
    /// <param name="tolerance">What will be accepted.</param>
    internal virtual IReadOnlyList<ExportDifference> Compare(GanBundle bundle, Generator random, double tolerance) =>
        ModelComparison.Run(
            bundle.GetModel(File).ToArray(),
            Inputs(bundle.Manifest),
            Outputs(bundle.Manifest),
            inputs => Run(bundle.Manifest, inputs),
            BatchSizes,
            random
        );

    /// <summary>Disposes what was made for this export alone.</summary>
    internal virtual void Release() { }

    /// <summary>Where a network's tensors live.</summary>
    private protected static Device DeviceOf(nn.Module network) =>
        network.parameters().Concat(network.buffers()).FirstOrDefault()?.device ?? CPU;

    private protected static Tensor DrawLabels(int count, long rows, Generator random) =>
        randint(0, count, [rows], ScalarType.Int64, CPU, generator: random);

    /// <summary>Uniform values over the whole of the network's scale, [-1, 1].</summary>
    private protected static Tensor DrawNoise(IReadOnlyList<int> shape, long rows, Generator random) =>
        rand([rows, .. shape.Select(n => (long)n)], ScalarType.Float32, CPU, generator: random) * 2 - 1;
}

/// <summary>An input that a model and its network are compared on.</summary>
/// <param name="Name">Its name in the model.</param>
/// <param name="Draw">Draws so many rows, float32 or Int64 on the CPU.</param>
public sealed record ComparedInput(string Name, Func<long, Generator, Tensor> Draw);
