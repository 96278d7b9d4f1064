using Gan.Onnx.Bundles;
using Gan.Onnx.Graphs;

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
    private const int ScoreOutput = 0,
        FeatureOutput = 1,
        ClassOutput = 2,
        SampleInput = 0,
        LabelInput = 1;

    private readonly ModelRunner _runner;

    /// <summary>Loads the discriminator.</summary>
    /// <param name="bundle">A bundle that has one.</param>
    /// <param name="settings">How to run it; null for the defaults.</param>
    /// <exception cref="GanException"> The bundle has no discriminator, ONNX Runtime cannot load it, or the GPU cannot be used
    /// and must be.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">A setting is outside its range.</exception>
    public DiscriminatorSession(GanBundle bundle, SessionSettings? settings = null)
        : this(bundle, null, settings) { }

    /// <summary>Loads the discriminator to give another hidden layer as its features.</summary>
    /// <param name="bundle">A bundle that has one.</param>
    /// <param name="features">One of <see cref="HiddenLayers.Of"/> this bundle, its values one after the other; null for the
    /// bundle's own features.</param>
    /// <param name="settings">How to run it; null for the defaults.</param>
    /// <exception cref="GanException"> The bundle has no discriminator or no such layer, ONNX Runtime cannot load it, or the GPU
    /// cannot be used and must be.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">A setting is outside its range.</exception>
    public DiscriminatorSession(GanBundle bundle, HiddenLayer? features, SessionSettings? settings = null)
    {
        ArgumentNullException.ThrowIfNull(bundle);
        var model = bundle.GetModelBytes(GanBundle.DiscriminatorFile);
        var ports = ModelPorts.Of(bundle.Manifest, GanBundle.DiscriminatorFile);
        if (features is not null)
        {
            model = OnnxInnerValues.Expose(model, [features.Name]);
            ModelPort[] outputs = [.. ports.Outputs];
            outputs[FeatureOutput] = new ModelPort(features.Name, features.Shape);
            ports = ports with { Outputs = outputs };
        }

        (SampleSize, FeatureCount) = (ports.Inputs[SampleInput].Size, ports.Outputs[FeatureOutput].Size);
        (LabelCount, ClassCount) = (bundle.Manifest.Score!.LabelCount, bundle.Manifest.Features!.ClassCount);
        _runner = new ModelRunner(GanBundle.DiscriminatorFile, model, settings ?? new SessionSettings(), ports);
    }

    /// <summary>How many values a sample has: the product of its shape.</summary>
    public int SampleSize { get; }

    /// <summary>How many features a sample has.</summary>
    public int FeatureCount { get; }

    /// <summary>The number of classes whose numbers the discriminator needs beside each sample; 0 for none.</summary>
    public int LabelCount { get; }

    /// <summary>The number of classes that the discriminator tells apart; 0 where it does not classify.</summary>
    public int ClassCount { get; }

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
    public void Score(ReadOnlySpan<float> samples, Span<float> scores) => Run(samples, [], scores, [], [], 1 << ScoreOutput);

    /// <summary>Computes the discriminator's features of samples.</summary>
    /// <param name="samples">The samples, one after the other: rows x <see cref="SampleSize"/>, in the data's own values.</param>
    /// <param name="features">Where the features go: rows x <see cref="FeatureCount"/>.</param>
    /// <exception cref="ArgumentException">The lengths do not fit each other.</exception>
    /// <exception cref="GanException">ONNX Runtime failed to run the model.</exception>
    /// <exception cref="ObjectDisposedException">The session was disposed.</exception>
    public void Featurize(ReadOnlySpan<float> samples, Span<float> features) =>
        Run(samples, [], [], features, [], 1 << FeatureOutput);

    /// <summary>Computes scores and features in one pass.</summary>
    /// <param name="samples">The samples, one after the other: rows x <see cref="SampleSize"/>, in the data's own values.</param>
    /// <param name="scores">Where the scores go: one per row, the higher, the more abnormal.</param>
    /// <param name="features">Where the features go: rows x <see cref="FeatureCount"/>.</param>
    /// <exception cref="ArgumentException">The lengths do not fit each other.</exception>
    /// <exception cref="GanException">ONNX Runtime failed to run the model.</exception>
    /// <exception cref="ObjectDisposedException">The session was disposed.</exception>
    public void Run(ReadOnlySpan<float> samples, Span<float> scores, Span<float> features) =>
        Run(samples, [], scores, features, [], (1 << ScoreOutput) | (1 << FeatureOutput));

    /// <summary>Scores samples under labels: the higher, the more abnormal for a sample of its class.</summary>
    /// <param name="samples">The samples, one after the other: rows x <see cref="SampleSize"/>, in the data's own values.</param>
    /// <param name="labels">Class numbers from 0, one a row; empty where <see cref="LabelCount"/> is 0.</param>
    /// <param name="scores">Where the scores go: one per row.</param>
    /// <exception cref="ArgumentException">The lengths do not fit each other, or a label is none of the classes.</exception>
    /// <exception cref="GanException">ONNX Runtime failed to run the model.</exception>
    /// <exception cref="ObjectDisposedException">The session was disposed.</exception>
    public void Score(ReadOnlySpan<float> samples, ReadOnlySpan<long> labels, Span<float> scores) =>
        Run(samples, labels, scores, [], [], 1 << ScoreOutput);

    /// <summary>Classifies samples.</summary>
    /// <param name="samples">The samples, one after the other: rows x <see cref="SampleSize"/>, in the data's own values.</param>
    /// <param name="logits">Where the logits go: rows x <see cref="ClassCount"/>; the largest of a row names its class.</param>
    /// <exception cref="InvalidOperationException">The discriminator does not classify.</exception>
    /// <exception cref="ArgumentException">The lengths do not fit each other.</exception>
    /// <exception cref="GanException">ONNX Runtime failed to run the model.</exception>
    /// <exception cref="ObjectDisposedException">The session was disposed.</exception>
    public void Classify(ReadOnlySpan<float> samples, Span<float> logits)
    {
        if (ClassCount == 0)
            throw new InvalidOperationException("This discriminator does not classify.");
        Run(samples, [], [], [], logits, 1 << ClassOutput);
    }

    /// <summary>Releases the model; runs under way on other threads end first.</summary>
    public void Dispose() => _runner.Dispose();

    private void Run(
        ReadOnlySpan<float> samples,
        ReadOnlySpan<long> labels,
        Span<float> scores,
        Span<float> features,
        Span<float> logits,
        int outputs
    )
    {
        var wantsScores = (outputs & (1 << ScoreOutput)) != 0;
        var wantsFeatures = (outputs & (1 << FeatureOutput)) != 0;
        var wantsLogits = ClassCount > 0 && (outputs & (1 << ClassOutput)) != 0;
        var rows = Lengths.Rows(samples.Length, SampleSize, "sample", nameof(samples));
        Lengths.Require(labels.Length, rows, LabelCount > 0 ? 1 : 0, nameof(labels));
        Lengths.RequireLabels(labels, LabelCount, nameof(labels));
        if (wantsScores)
            Lengths.Require(scores.Length, rows, 1, nameof(scores));
        if (wantsFeatures)
            Lengths.Require(features.Length, rows, FeatureCount, nameof(features));
        if (wantsLogits)
            Lengths.Require(logits.Length, rows, ClassCount, nameof(logits));

        var lane = _runner.Borrow();
        try
        {
            for (var row = 0; row < rows; row += _runner.BatchSize)
            {
                var count = Math.Min(_runner.BatchSize, rows - row);
                samples.Slice(row * SampleSize, count * SampleSize).CopyTo(lane.Input(SampleInput, count));
                if (LabelCount > 0)
                    labels.Slice(row, count).CopyTo(lane.Labels(LabelInput, count));
                lane.Run(count, outputs);
                if (wantsScores)
                    lane.Output(ScoreOutput, count).CopyTo(scores[row..]);
                if (wantsFeatures)
                    lane.Output(FeatureOutput, count).CopyTo(features[(row * FeatureCount)..]);
                if (wantsLogits)
                    lane.Output(ClassOutput, count).CopyTo(logits[(row * ClassCount)..]);
            }
        }
        finally
        {
            _runner.Return(lane);
        }
    }
}
