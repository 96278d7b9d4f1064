using Gan.Onnx.Bundles;

namespace Gan.Onnx.Inference;

/// <summary>Runs a bundle's translator: images of one kind in, images of another kind, the bundle's samples, out.</summary>
/// <remarks>
/// Safe for use by several threads at once. Rows are run in batches of <see cref="SessionSettings.BatchSize"/>, the last one as
/// short as it is; a row's sample does not depend on the rows beside it but for rounding. A call allocates no managed memory once
/// a call of the same number of rows was made. Values that are not finite are not looked for; they spoil their own row alone.
/// </remarks>
public sealed class TranslatorSession : IDisposable
{
    private readonly ModelRunner _runner;

    /// <summary>Loads the translator.</summary>
    /// <param name="bundle">A bundle that has one.</param>
    /// <param name="settings">How to run it; null for the defaults.</param>
    /// <exception cref="GanException">
    /// The bundle has no translator, ONNX Runtime cannot load it, or the GPU cannot be used and must be.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">A setting is outside its range.</exception>
    public TranslatorSession(GanBundle bundle, SessionSettings? settings = null)
    {
        ArgumentNullException.ThrowIfNull(bundle);
        var model = bundle.GetModelBytes(GanBundle.TranslatorFile);
        var ports = ModelPorts.Of(bundle.Manifest, GanBundle.TranslatorFile);
        (ImageSize, SampleSize) = (ports.Inputs[0].Size, ports.Outputs[0].Size);
        _runner = new ModelRunner(GanBundle.TranslatorFile, model, settings ?? new SessionSettings(), ports);
    }

    /// <summary>How many values an image has: the product of <see cref="BundleTranslator.SourceShape"/>.</summary>
    public int ImageSize { get; }

    /// <summary>How many values a sample has: the product of <see cref="BundleData.Shape"/>.</summary>
    public int SampleSize { get; }

    /// <summary>What the model runs on: <c>cpu</c> or <c>cuda</c>.</summary>
    public string ExecutionProvider => _runner.ExecutionProvider;

    /// <summary>Why the CPU is used although a GPU was asked for; otherwise null.</summary>
    public string? FallbackReason => _runner.FallbackReason;

    /// <summary>Translates images.</summary>
    /// <param name="images">The images, one after the other: rows x <see cref="ImageSize"/>, channel by channel and line by line,
    /// in
    /// the values of <see cref="BundleTranslator.SourceRange"/>; may be empty.</param>
    /// <param name="samples">Where the results go: rows x <see cref="SampleSize"/>, in the data's own values,
    /// <see cref="BundleData.ValueRange"/>.</param>
    /// <exception cref="ArgumentException">The lengths do not fit each other.</exception>
    /// <exception cref="GanException">ONNX Runtime failed to run the model.</exception>
    /// <exception cref="ObjectDisposedException">The session was disposed.</exception>
    public void Translate(ReadOnlySpan<float> images, Span<float> samples)
    {
        var rows = Lengths.Rows(images.Length, ImageSize, "image", nameof(images));
        Lengths.Require(samples.Length, rows, SampleSize, nameof(samples));
        _runner.Run(rows, images, samples);
    }

    /// <summary>Releases the model; runs under way on other threads end first.</summary>
    public void Dispose() => _runner.Dispose();
}
