using Gan.Onnx.Bundles;

namespace Gan.Onnx.Inference;

/// <summary>Runs a bundle's model from one input to one output.</summary>
/// <remarks>Safe for use by several threads at once. Rows are run in batches of <see cref="SessionSettings.BatchSize"/>, the last
/// one as short as it is; what a row gives does not depend on the rows beside it but for rounding. A call allocates no managed
/// memory once a call of the same number of rows was made. Values that are not finite are not looked for; they spoil their own
/// row alone.</remarks>
public abstract class MappingSession : IDisposable
{
    private protected MappingSession(GanBundle bundle, string file, SessionSettings? settings)
    {
        ArgumentNullException.ThrowIfNull(bundle);
        var model = bundle.GetModelBytes(file);
        var ports = ModelPorts.Of(bundle.Manifest, file);
        (InputSize, OutputSize) = (ports.Inputs[0].Size, ports.Outputs[0].Size);
        Runner = new ModelRunner(file, model, settings ?? new SessionSettings(), ports);
    }

    /// <summary>What the model runs on: <c>cpu</c> or <c>cuda</c>.</summary>
    public string ExecutionProvider => Runner.ExecutionProvider;

    /// <summary>Why the CPU is used although a GPU was asked for; otherwise null.</summary>
    public string? FallbackReason => Runner.FallbackReason;

    private protected ModelRunner Runner { get; }

    private protected int InputSize { get; }

    private protected int OutputSize { get; }

    /// <summary>Releases the model; runs under way on other threads end first.</summary>
    public void Dispose()
    {
        Runner.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <param name="inputs">Rows x <see cref="InputSize"/>.</param>
    /// <param name="what">What a row of them is, for messages.</param>
    /// <param name="inputsName">The caller's parameter.</param>
    /// <param name="outputs">Rows x <see cref="OutputSize"/>.</param>
    /// <param name="outputsName">The caller's parameter.</param>
    private protected void Map(
        ReadOnlySpan<float> inputs,
        string what,
        string inputsName,
        Span<float> outputs,
        string outputsName
    )
    {
        var rows = Lengths.Rows(inputs.Length, InputSize, what, inputsName);
        Lengths.Require(outputs.Length, rows, OutputSize, outputsName);
        Runner.Run(rows, inputs, outputs);
    }
}

/// <summary>Runs a bundle's encoder: samples in, the latent vectors that stand for them out.</summary>
/// <inheritdoc cref="MappingSession" path="/remarks"/>
public sealed class EncoderSession : MappingSession
{
    /// <summary>Loads the encoder.</summary>
    /// <param name="bundle">A bundle that has one.</param>
    /// <param name="settings">How to run it; null for the defaults.</param>
    /// <exception cref="GanException">The bundle has no encoder, ONNX Runtime cannot load it, or the GPU cannot be used and must
    /// be.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A setting is outside its range.</exception>
    public EncoderSession(GanBundle bundle, SessionSettings? settings = null)
        : base(bundle, GanBundle.EncoderFile, settings) { }

    /// <summary>How many values a sample has: the product of its shape.</summary>
    public int SampleSize => InputSize;

    /// <summary>How many values a sample's code has; where the bundle has a generator, as many as its latent vectors.</summary>
    public int CodeSize => OutputSize;

    /// <summary>Encodes samples.</summary>
    /// <param name="samples">The samples, one after the other: rows x <see cref="SampleSize"/>, in the data's own values; may be
    /// empty.</param>
    /// <param name="codes">Where the codes go: rows x <see cref="CodeSize"/>; a generator takes them as latent vectors.</param>
    /// <exception cref="ArgumentException">The lengths do not fit each other.</exception>
    /// <exception cref="GanException">ONNX Runtime failed to run the model.</exception>
    /// <exception cref="ObjectDisposedException">The session was disposed.</exception>
    public void Encode(ReadOnlySpan<float> samples, Span<float> codes) =>
        Map(samples, "sample", nameof(samples), codes, nameof(codes));
}
