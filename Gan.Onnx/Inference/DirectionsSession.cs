using Gan.Onnx.Bundles;

namespace Gan.Onnx.Inference;

/// <summary>Runs a bundle's directions: latent vectors and how far to go along each direction in, latent vectors out.</summary>
/// <remarks>Safe for use by several threads at once. Rows are run in batches of <see cref="SessionSettings.BatchSize"/>; a row
/// does not depend on those beside it. Values that are not finite are not looked for; they spoil their own row alone.</remarks>
public sealed class DirectionsSession : IDisposable
{
    private readonly ModelRunner _runner;

    /// <summary>Loads the directions.</summary>
    /// <param name="bundle">A bundle that has some.</param>
    /// <param name="settings">How to run them; null for the defaults.</param>
    /// <exception cref="GanException">The bundle has no directions, ONNX Runtime cannot load them, or the GPU cannot be used and
    /// must be.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A setting is outside its range.</exception>
    public DirectionsSession(GanBundle bundle, SessionSettings? settings = null)
    {
        ArgumentNullException.ThrowIfNull(bundle);
        var model = bundle.GetModelBytes(GanBundle.DirectionsFile);
        var ports = ModelPorts.Of(bundle.Manifest, GanBundle.DirectionsFile);
        (LatentSize, Count) = (ports.Inputs[0].Size, ports.Inputs[1].Size);
        _runner = new ModelRunner(GanBundle.DirectionsFile, model, settings ?? new SessionSettings(), ports);
    }

    /// <summary>How many values a latent vector has.</summary>
    public int LatentSize { get; }

    /// <summary>How many directions there are.</summary>
    public int Count { get; }

    /// <summary>What the model runs on: <c>cpu</c> or <c>cuda</c>.</summary>
    public string ExecutionProvider => _runner.ExecutionProvider;

    /// <summary>Why the CPU is used although a GPU was asked for; otherwise null.</summary>
    public string? FallbackReason => _runner.FallbackReason;

    /// <summary>Moves latent vectors.</summary>
    /// <param name="latents">The vectors, one after the other: rows x <see cref="LatentSize"/>; may be empty.</param>
    /// <param name="amounts">How far to go along each direction: rows x <see cref="Count"/>. For normal latents 1 is one standard
    /// deviation.</param>
    /// <param name="moved">Where the moved vectors go: rows x <see cref="LatentSize"/>. Uniform latents are kept within [-1,
    /// 1].</param>
    /// <exception cref="ArgumentException">The lengths do not fit each other.</exception>
    /// <exception cref="GanException">ONNX Runtime failed to run the model.</exception>
    /// <exception cref="ObjectDisposedException">The session was disposed.</exception>
    public void Move(ReadOnlySpan<float> latents, ReadOnlySpan<float> amounts, Span<float> moved)
    {
        var rows = Lengths.Rows(latents.Length, LatentSize, "latent", nameof(latents));
        Lengths.Require(amounts.Length, rows, Count, nameof(amounts));
        Lengths.Require(moved.Length, rows, LatentSize, nameof(moved));
        var lane = _runner.Borrow();
        try
        {
            for (var row = 0; row < rows; row += _runner.BatchSize)
            {
                var count = Math.Min(_runner.BatchSize, rows - row);
                latents.Slice(row * LatentSize, count * LatentSize).CopyTo(lane.Input(0, count));
                amounts.Slice(row * Count, count * Count).CopyTo(lane.Input(1, count));
                lane.Run(count, outputs: 1);
                lane.Output(0, count).CopyTo(moved[(row * LatentSize)..]);
            }
        }
        finally
        {
            _runner.Return(lane);
        }
    }

    /// <summary>Releases the model; runs under way on other threads end first.</summary>
    public void Dispose() => _runner.Dispose();
}
