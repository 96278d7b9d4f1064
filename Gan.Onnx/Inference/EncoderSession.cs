using Gan.Onnx.Bundles;

namespace Gan.Onnx.Inference;

/// <summary>Runs a bundle's encoder: samples in, the latent vectors that stand for them out.</summary>
/// <remarks>
/// Safe for use by several threads at once. Rows are run in batches of <see cref="SessionSettings.BatchSize"/>, the last one as
/// short as it is; a row's code does not depend on the rows beside it but for rounding. A call allocates no managed memory once a
/// call of the same number of rows was made. Values that are not finite are not looked for; they spoil their own row alone.
/// </remarks>
public sealed class EncoderSession : IDisposable
{
    private readonly ModelRunner _runner;

    /// <summary>Loads the encoder.</summary>
    /// <param name="bundle">A bundle that has one.</param>
    /// <param name="settings">How to run it; null for the defaults.</param>
    /// <exception cref="GanException">
    /// The bundle has no encoder, ONNX Runtime cannot load it, or the GPU cannot be used and must be.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">A setting is outside its range.</exception>
    public EncoderSession(GanBundle bundle, SessionSettings? settings = null)
    {
        ArgumentNullException.ThrowIfNull(bundle);
        var model = bundle.GetModelBytes(GanBundle.EncoderFile);
        var ports = ModelPorts.Of(bundle.Manifest, GanBundle.EncoderFile);
        (SampleSize, CodeSize) = (ports.Inputs[0].Size, ports.Outputs[0].Size);
        _runner = new ModelRunner(GanBundle.EncoderFile, model, settings ?? new SessionSettings(), ports);
    }

    /// <summary>How many values a sample has: the product of its shape.</summary>
    public int SampleSize { get; }

    /// <summary>How many values a sample's code has; where the bundle has a generator, as many as its latent vectors.</summary>
    public int CodeSize { get; }

    /// <summary>What the model runs on: <c>cpu</c> or <c>cuda</c>.</summary>
    public string ExecutionProvider => _runner.ExecutionProvider;

    /// <summary>Why the CPU is used although a GPU was asked for; otherwise null.</summary>
    public string? FallbackReason => _runner.FallbackReason;

    /// <summary>Encodes samples.</summary>
    /// <param name="samples">The samples, one after the other: rows x <see cref="SampleSize"/>, in the data's own values; may be
    /// empty.</param>
    /// <param name="codes">Where the codes go: rows x <see cref="CodeSize"/>; a generator takes them as latent vectors.</param>
    /// <exception cref="ArgumentException">The lengths do not fit each other.</exception>
    /// <exception cref="GanException">ONNX Runtime failed to run the model.</exception>
    /// <exception cref="ObjectDisposedException">The session was disposed.</exception>
    public void Encode(ReadOnlySpan<float> samples, Span<float> codes)
    {
        var rows = Lengths.Rows(samples.Length, SampleSize, "sample", nameof(samples));
        Lengths.Require(codes.Length, rows, CodeSize, nameof(codes));
        _runner.Run(rows, samples, codes);
    }

    /// <summary>Releases the model; runs under way on other threads end first.</summary>
    public void Dispose() => _runner.Dispose();
}
