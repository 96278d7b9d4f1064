using Gan.Onnx.Bundles;

namespace Gan.Onnx.Inference;

/// <summary>Runs a bundle's generator: latent vectors in, samples out.</summary>
/// <remarks>
/// Safe for use by several threads at once. Rows are run in batches of <see cref="SessionSettings.BatchSize"/>, the last one as
/// short as it is; a row's sample does not depend on the rows beside it but for rounding. A call allocates no managed memory once
/// a call of the same number of rows was made. Latent values that are not finite are not looked for; they spoil their own row
/// alone.
/// </remarks>
public sealed class GeneratorSession : IDisposable
{
    private const int SampleOutput = 0;

    private readonly ModelRunner _runner;
    private readonly LatentDistribution _distribution;

    /// <summary>Loads the generator.</summary>
    /// <param name="bundle">A bundle that has one.</param>
    /// <param name="settings">How to run it; null for the defaults.</param>
    /// <exception cref="GanException">
    /// The bundle has no generator, ONNX Runtime cannot load it, or the GPU cannot be used and must be.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">A setting is outside its range.</exception>
    public GeneratorSession(GanBundle bundle, SessionSettings? settings = null)
    {
        ArgumentNullException.ThrowIfNull(bundle);
        var model = bundle.GetModelBytes(GanBundle.GeneratorFile);
        var latent = bundle.Manifest.Latent!;
        var input = new ModelPort("z", [latent.Size]);
        var output = new ModelPort("x", bundle.Manifest.Data.Shape);
        (LatentSize, SampleSize, _distribution) = (input.Size, output.Size, latent.Distribution);
        _runner = new ModelRunner(GanBundle.GeneratorFile, model, settings ?? new SessionSettings(), input, output);
    }

    /// <summary>How many values a latent vector has.</summary>
    public int LatentSize { get; }

    /// <summary>How many values a sample has: the product of its shape.</summary>
    public int SampleSize { get; }

    /// <summary>What the model runs on: <c>cpu</c> or <c>cuda</c>.</summary>
    public string ExecutionProvider => _runner.ExecutionProvider;

    /// <summary>Why the CPU is used although a GPU was asked for; otherwise null.</summary>
    public string? FallbackReason => _runner.FallbackReason;

    /// <summary>Generates a sample for each latent vector.</summary>
    /// <param name="latents">The vectors, one after the other: rows x <see cref="LatentSize"/>; may be empty.</param>
    /// <param name="samples">Where the samples go: rows x <see cref="SampleSize"/>, in the data's own values.</param>
    /// <exception cref="ArgumentException">The lengths do not fit each other.</exception>
    /// <exception cref="GanException">ONNX Runtime failed to run the model.</exception>
    /// <exception cref="ObjectDisposedException">The session was disposed.</exception>
    public void Generate(ReadOnlySpan<float> latents, Span<float> samples)
    {
        var rows = Lengths.Rows(latents.Length, LatentSize, "latent", nameof(latents));
        Lengths.Require(samples.Length, rows, SampleSize, nameof(samples));
        var lane = _runner.Borrow();
        try
        {
            for (var row = 0; row < rows; row += _runner.BatchSize)
            {
                var count = Math.Min(_runner.BatchSize, rows - row);
                latents.Slice(row * LatentSize, count * LatentSize).CopyTo(lane.Input(count));
                RunBatch(lane, row, count, samples);
            }
        }
        finally
        {
            _runner.Return(lane);
        }
    }

    /// <summary>Generates samples from latent vectors drawn by <see cref="LatentSampler"/> from the bundle's
    /// distribution.</summary>
    /// <param name="seed">The seed of the latent vectors.</param>
    /// <param name="firstRow">The row of the first sample's latent vector; at least 0. The others follow.</param>
    /// <param name="count">How many samples; at least 0.</param>
    /// <param name="samples">Where they go: <paramref name="count"/> x <see cref="SampleSize"/>, in the data's own
    /// values.</param>
    /// <exception cref="ArgumentException">The length does not fit, or a number is negative.</exception>
    /// <exception cref="GanException">ONNX Runtime failed to run the model.</exception>
    /// <exception cref="ObjectDisposedException">The session was disposed.</exception>
    public void Generate(ulong seed, long firstRow, int count, Span<float> samples)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(firstRow);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(firstRow, long.MaxValue - count);
        Lengths.Require(samples.Length, count, SampleSize, nameof(samples));
        var lane = _runner.Borrow();
        try
        {
            for (var row = 0; row < count; row += _runner.BatchSize)
            {
                var rows = Math.Min(_runner.BatchSize, count - row);
                var latents = lane.Input(rows);
                for (var i = 0; i < rows; i++)
                    LatentSampler.Fill(_distribution, seed, firstRow + row + i, latents.Slice(i * LatentSize, LatentSize));
                RunBatch(lane, row, rows, samples);
            }
        }
        finally
        {
            _runner.Return(lane);
        }
    }

    /// <summary>Releases the model; runs under way on other threads end first.</summary>
    public void Dispose() => _runner.Dispose();

    private void RunBatch(RunLane lane, int row, int rows, Span<float> samples)
    {
        lane.Run(rows, 1 << SampleOutput);
        lane.Output(SampleOutput, rows).CopyTo(samples[(row * SampleSize)..]);
    }
}
