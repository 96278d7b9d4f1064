using Gan.Onnx.Bundles;

namespace Gan.Onnx.Inference;

/// <summary>Runs a bundle's discriminator: samples in, anomaly scores and features out.</summary>
/// <remarks>
/// Safe for use by several threads at once. Rows are run in batches of <see cref="SessionSettings.BatchSize"/>, the last one as
/// short as it is; a row's results do not depend on the rows beside it but for rounding. A call allocates no managed memory once
/// a call of the same number of rows was made. Values that are not finite are not looked for; they spoil their own row alone,
/// whose score is then mostly not a number, and that is not above any threshold: callers check their data.
/// </remarks>
public sealed class DiscriminatorSession : IDisposable
{
    private const int ScoreOutput = 0, FeatureOutput = 1;

    private readonly ModelRunner _runner;

    /// <summary>Loads the discriminator.</summary>
    /// <param name="bundle">A bundle that has one.</param>
    /// <param name="settings">How to run it; null for the defaults.</param>
    /// <exception cref="GanException">
    /// The bundle has no discriminator, ONNX Runtime cannot load it, or the GPU cannot be used and must be.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">A setting is outside its range.</exception>
    public DiscriminatorSession(GanBundle bundle, SessionSettings? settings = null)
    {
        ArgumentNullException.ThrowIfNull(bundle);
        var model = bundle.GetModelBytes(GanBundle.DiscriminatorFile);
        var input = new ModelPort("x", bundle.Manifest.Data.Shape);
        var features = new ModelPort("features", [bundle.Manifest.Features!.Count]);
        (SampleSize, FeatureCount) = (input.Size, features.Size);
        _runner = new ModelRunner(
            GanBundle.DiscriminatorFile, model, settings ?? new SessionSettings(), input, new ModelPort("score", [1]), features);
    }

    /// <summary>How many values a sample has: the product of its shape.</summary>
    public int SampleSize { get; }

    /// <summary>How many features a sample has.</summary>
    public int FeatureCount { get; }

    /// <summary>What the model runs on: <c>cpu</c> or <c>cuda</c>.</summary>
    public string ExecutionProvider => _runner.ExecutionProvider;

    /// <summary>Why the CPU is used although a GPU was asked for; otherwise null.</summary>
    public string? FallbackReason => _runner.FallbackReason;

    /// <summary>Scores samples: the higher, the more abnormal.</summary>
    /// <param name="samples">The samples, one after the other: rows x <see cref="SampleSize"/>, in the data's own values.</param>
    /// <param name="scores">Where the scores go: one per row.</param>
    /// <exception cref="ArgumentException">The lengths do not fit each other.</exception>
    /// <exception cref="GanException">ONNX Runtime failed to run the model.</exception>
    /// <exception cref="ObjectDisposedException">The session was disposed.</exception>
    public void Score(ReadOnlySpan<float> samples, Span<float> scores) => Run(samples, scores, [], 1 << ScoreOutput);

    /// <summary>Computes the discriminator's features of samples.</summary>
    /// <param name="samples">The samples, one after the other: rows x <see cref="SampleSize"/>, in the data's own values.</param>
    /// <param name="features">Where the features go: rows x <see cref="FeatureCount"/>.</param>
    /// <exception cref="ArgumentException">The lengths do not fit each other.</exception>
    /// <exception cref="GanException">ONNX Runtime failed to run the model.</exception>
    /// <exception cref="ObjectDisposedException">The session was disposed.</exception>
    public void Featurize(ReadOnlySpan<float> samples, Span<float> features) => Run(samples, [], features, 1 << FeatureOutput);

    /// <summary>Computes scores and features in one pass.</summary>
    /// <param name="samples">The samples, one after the other: rows x <see cref="SampleSize"/>, in the data's own values.</param>
    /// <param name="scores">Where the scores go: one per row, the higher, the more abnormal.</param>
    /// <param name="features">Where the features go: rows x <see cref="FeatureCount"/>.</param>
    /// <exception cref="ArgumentException">The lengths do not fit each other.</exception>
    /// <exception cref="GanException">ONNX Runtime failed to run the model.</exception>
    /// <exception cref="ObjectDisposedException">The session was disposed.</exception>
    public void Run(ReadOnlySpan<float> samples, Span<float> scores, Span<float> features) =>
        Run(samples, scores, features, (1 << ScoreOutput) | (1 << FeatureOutput));

    /// <summary>Releases the model; runs under way on other threads end first.</summary>
    public void Dispose() => _runner.Dispose();

    private void Run(ReadOnlySpan<float> samples, Span<float> scores, Span<float> features, int outputs)
    {
        var wantsScores = (outputs & (1 << ScoreOutput)) != 0;
        var wantsFeatures = (outputs & (1 << FeatureOutput)) != 0;
        var rows = Lengths.Rows(samples.Length, SampleSize, "sample", nameof(samples));
        if (wantsScores)
            Lengths.Require(scores.Length, rows, 1, nameof(scores));
        if (wantsFeatures)
            Lengths.Require(features.Length, rows, FeatureCount, nameof(features));

        var lane = _runner.Borrow();
        try
        {
            for (var row = 0; row < rows; row += _runner.BatchSize)
            {
                var count = Math.Min(_runner.BatchSize, rows - row);
                samples.Slice(row * SampleSize, count * SampleSize).CopyTo(lane.Input(count));
                lane.Run(count, outputs);
                if (wantsScores)
                    lane.Output(ScoreOutput, count).CopyTo(scores[row..]);
                if (wantsFeatures)
                    lane.Output(FeatureOutput, count).CopyTo(features[(row * FeatureCount)..]);
            }
        }
        finally
        {
            _runner.Return(lane);
        }
    }
}
