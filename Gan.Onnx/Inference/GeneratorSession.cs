using System.Buffers;
using Gan.Onnx.Bundles;

namespace Gan.Onnx.Inference;

/// <summary>Runs a bundle's generator: latent vectors in, samples out.</summary>
/// <remarks>
/// Safe for use by several threads at once. Rows are run in batches of <see cref="SessionSettings.BatchSize"/>, the last one as
/// short as it is; a row's sample does not depend on the rows beside it but for rounding. A call allocates no managed memory once
/// a call of the same number of rows was made, but for what texts take. Latent values that are not finite are not looked for;
/// they spoil their own row alone.
/// </remarks>
public sealed class GeneratorSession : IDisposable
{
    private const int SampleOutput = 0,
        LatentInput = 0;

    private readonly ModelRunner _runner;
    private readonly LatentDistribution _distribution;
    private readonly BundleCode? _code;
    private readonly int _labelInput;
    private readonly int _codeInput;
    private readonly int _textInput;
    private readonly TextHashing? _text;
    private readonly IReadOnlyList<string> _examples;

    /// <summary>Loads the generator.</summary>
    /// <param name="bundle">A bundle that has one.</param>
    /// <param name="settings">How to run it; null for the defaults.</param>
    /// <exception cref="GanException"> The bundle has no generator, ONNX Runtime cannot load it, or the GPU cannot be used and
    /// must be.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">A setting is outside its range.</exception>
    public GeneratorSession(GanBundle bundle, SessionSettings? settings = null)
    {
        ArgumentNullException.ThrowIfNull(bundle);
        var model = bundle.GetModelBytes(GanBundle.GeneratorFile);
        var latent = bundle.Manifest.Latent!;
        var ports = ModelPorts.Of(bundle.Manifest, GanBundle.GeneratorFile);
        _labelInput = latent.LabelCount > 0 ? 1 : -1;
        _codeInput = ports.Inputs.ToList().FindIndex(input => input.Name == "code");
        _textInput = latent.Text is not null ? ports.Inputs.Count - 1 : -1;
        (_text, _examples) = latent.Text is { } text ? (new TextHashing(text), text.Examples) : (null, []);
        (LatentSize, SampleSize, _distribution) = (latent.Size, ports.Outputs[SampleOutput].Size, latent.Distribution);
        (LabelCount, _code, CodeWidth) = (latent.LabelCount, latent.Code, latent.Code?.Width ?? 0);
        _runner = new ModelRunner(GanBundle.GeneratorFile, model, settings ?? new SessionSettings(), ports);
    }

    /// <summary>How many values a latent vector has.</summary>
    public int LatentSize { get; }

    /// <summary>How many values a sample has: the product of its shape.</summary>
    public int SampleSize { get; }

    /// <summary>The number of classes the generator is conditional on; 0 for none.</summary>
    public int LabelCount { get; }

    /// <summary>How many values a code vector has; 0 where the generator takes none.</summary>
    public int CodeWidth { get; }

    /// <summary>Whether the generator makes samples of texts.</summary>
    public bool TakesText => _text is not null;

    /// <summary>What the model runs on: <c>cpu</c> or <c>cuda</c>.</summary>
    public string ExecutionProvider => _runner.ExecutionProvider;

    /// <summary>Why the CPU is used although a GPU was asked for; otherwise null.</summary>
    public string? FallbackReason => _runner.FallbackReason;

    /// <summary>Generates a sample for each latent vector.</summary>
    /// <param name="latents">The vectors, one after the other: rows x <see cref="LatentSize"/>; may be empty.</param>
    /// <param name="samples">Where the samples go: rows x <see cref="SampleSize"/>, in the data's own values.</param>
    /// <exception cref="ArgumentException">The lengths do not fit each other, or the generator also takes labels or
    /// codes.</exception>
    /// <exception cref="GanException">ONNX Runtime failed to run the model.</exception>
    /// <exception cref="ObjectDisposedException">The session was disposed.</exception>
    public void Generate(ReadOnlySpan<float> latents, Span<float> samples) => Generate(latents, [], [], samples);

    /// <summary>Generates a sample for each latent vector, of a class or from a code where the generator takes those.</summary>
    /// <param name="latents">The vectors, one after the other: rows x <see cref="LatentSize"/>; may be empty.</param>
    /// <param name="labels">Class numbers from 0, one a row; empty where <see cref="LabelCount"/> is 0.</param>
    /// <param name="codes">The codes, one after the other: rows x <see cref="CodeWidth"/>; empty where that is 0.</param>
    /// <param name="samples">Where the samples go: rows x <see cref="SampleSize"/>, in the data's own values.</param>
    /// <exception cref="ArgumentException">The lengths do not fit each other, or a label is none of the classes.</exception>
    /// <exception cref="GanException">ONNX Runtime failed to run the model.</exception>
    /// <exception cref="ObjectDisposedException">The session was disposed.</exception>
    public void Generate(
        ReadOnlySpan<float> latents,
        ReadOnlySpan<long> labels,
        ReadOnlySpan<float> codes,
        Span<float> samples
    ) => Generate(latents, labels, codes, [], samples);

    /// <summary>Generates a sample for each latent vector, of a class, a code or a text where the generator takes
    /// those.</summary>
    /// <param name="latents">The vectors, one after the other: rows x <see cref="LatentSize"/>; may be empty.</param>
    /// <param name="labels">Class numbers from 0, one a row; empty where <see cref="LabelCount"/> is 0.</param>
    /// <param name="codes">The codes, one after the other: rows x <see cref="CodeWidth"/>; empty where that is 0.</param>
    /// <param name="texts">What the samples are to show, one a row; empty where <see cref="TakesText"/> is false. A text without
    /// a word says nothing, and the generator does as it likes.</param>
    /// <param name="samples">Where the samples go: rows x <see cref="SampleSize"/>, in the data's own values.</param>
    /// <exception cref="ArgumentException">The lengths do not fit each other, or a label is none of the classes.</exception>
    /// <exception cref="GanException">ONNX Runtime failed to run the model.</exception>
    /// <exception cref="ObjectDisposedException">The session was disposed.</exception>
    public void Generate(
        ReadOnlySpan<float> latents,
        ReadOnlySpan<long> labels,
        ReadOnlySpan<float> codes,
        ReadOnlySpan<string> texts,
        Span<float> samples
    )
    {
        var rows = Lengths.Rows(latents.Length, LatentSize, "latent", nameof(latents));
        Lengths.Require(samples.Length, rows, SampleSize, nameof(samples));
        Lengths.Require(labels.Length, rows, LabelCount > 0 ? 1 : 0, nameof(labels));
        Lengths.Require(codes.Length, rows, CodeWidth, nameof(codes));
        Lengths.RequireLabels(labels, LabelCount, nameof(labels));
        Lengths.Require(texts.Length, rows, TakesText ? 1 : 0, nameof(texts));
        var lane = _runner.Borrow();
        try
        {
            for (var row = 0; row < rows; row += _runner.BatchSize)
            {
                var count = Math.Min(_runner.BatchSize, rows - row);
                latents.Slice(row * LatentSize, count * LatentSize).CopyTo(lane.Input(LatentInput, count));
                if (_labelInput >= 0)
                    labels.Slice(row, count).CopyTo(lane.Labels(_labelInput, count));
                if (_codeInput >= 0)
                    codes.Slice(row * CodeWidth, count * CodeWidth).CopyTo(lane.Input(_codeInput, count));
                for (var i = 0; TakesText && i < count; i++)
                    Encode(texts[row + i], i, count, lane);
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
    /// <remarks>Where the generator takes labels, a row's class is its number modulo the number of classes; where it takes codes,
    /// they are drawn uniformly from the same seed; where it takes texts, they are the bundle's examples
    /// (<see cref="BundleText.Examples"/>) in turn. Other overloads take labels, codes and texts of the caller's.</remarks>
    /// <param name="seed">The seed of the latent vectors.</param>
    /// <param name="firstRow">The row of the first sample's latent vector; at least 0. The others follow.</param>
    /// <param name="count">How many samples; at least 0.</param>
    /// <param name="samples">Where they go: <paramref name="count"/> x <see cref="SampleSize"/>, in the data's own
    /// values.</param>
    /// <exception cref="ArgumentException">The length does not fit, or a number is negative.</exception>
    /// <exception cref="GanException">ONNX Runtime failed to run the model.</exception>
    /// <exception cref="ObjectDisposedException">The session was disposed.</exception>
    public void Generate(ulong seed, long firstRow, int count, Span<float> samples) =>
        Generate(seed, firstRow, count, float.PositiveInfinity, samples);

    /// <summary>Generates typical samples, from latent vectors whose values lie within a bound: the truncation trick.</summary>
    /// <param name="seed">The seed of the latent vectors.</param>
    /// <param name="firstRow">The row of the first sample's latent vector; at least 0. The others follow.</param>
    /// <param name="count">How many samples; at least 0.</param>
    /// <param name="truncation">The bound: at least <see cref="LatentSampler.SmallestTruncation"/>; infinity truncates nothing.
    /// See <see cref="LatentSampler.Fill(LatentDistribution, ulong, long, float, Span{float})"/>.</param>
    /// <param name="samples">Where they go: <paramref name="count"/> x <see cref="SampleSize"/>, in the data's own
    /// values.</param>
    /// <exception cref="ArgumentException">The length does not fit, a number is negative, or the bound is too small.</exception>
    /// <exception cref="GanException">ONNX Runtime failed to run the model.</exception>
    /// <exception cref="ObjectDisposedException">The session was disposed.</exception>
    public void Generate(ulong seed, long firstRow, int count, float truncation, Span<float> samples) =>
        Generate(seed, firstRow, count, truncation, null, samples);

    /// <summary>Generates samples of a text, from latent vectors drawn as by the other overloads: as many pictures of a sentence
    /// as are asked for.</summary>
    /// <param name="seed">The seed of the latent vectors.</param>
    /// <param name="firstRow">The row of the first sample's latent vector; at least 0. The others follow.</param>
    /// <param name="count">How many samples; at least 0.</param>
    /// <param name="truncation">The bound on latent values; infinity truncates nothing.</param>
    /// <param name="text">What all of them are to show, where the generator takes texts; null for the bundle's examples in
    /// turn.</param>
    /// <param name="samples">Where they go: <paramref name="count"/> x <see cref="SampleSize"/>, in the data's own
    /// values.</param>
    /// <exception cref="ArgumentException">The length does not fit, a number is negative, the bound is too small, or the
    /// generator takes no texts and there is one.</exception>
    /// <exception cref="GanException">ONNX Runtime failed to run the model.</exception>
    /// <exception cref="ObjectDisposedException">The session was disposed.</exception>
    public void Generate(ulong seed, long firstRow, int count, float truncation, string? text, Span<float> samples)
    {
        if (text is not null && !TakesText)
            throw new ArgumentException("The generator takes no texts.", nameof(text));
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
                var latents = lane.Input(LatentInput, rows);
                for (var i = 0; i < rows; i++)
                    Draw(seed, firstRow + row + i, truncation, text, i, rows, latents, lane);
                RunBatch(lane, row, rows, samples);
            }
        }
        finally
        {
            _runner.Return(lane);
        }
    }

    /// <summary>Generates samples on the way from one seed to another: the first is the first of the one seed, the last the first
    /// of the other, and those between are evenly spaced.</summary>
    /// <param name="fromSeed">The seed of the first sample.</param>
    /// <param name="toSeed">The seed of the last sample.</param>
    /// <param name="path">Which way; spherical suits normal latents, linear uniform ones.</param>
    /// <param name="count">How many samples; at least 0, of which one is the first seed's.</param>
    /// <param name="samples">Where they go: <paramref name="count"/> x <see cref="SampleSize"/>, in the data's own
    /// values.</param>
    /// <param name="label">The class of all samples, where the generator takes labels; 0 by default. Codes, where it takes those,
    /// go straight from the one seed's to the other's.</param>
    /// <param name="text">What all samples are to show, where the generator takes texts; null for the bundle's first
    /// example.</param>
    /// <exception cref="ArgumentException">The length does not fit, the count is negative, the path is none of those defined, or
    /// the label is none of the classes.</exception>
    /// <exception cref="GanException">ONNX Runtime failed to run the model.</exception>
    /// <exception cref="ObjectDisposedException">The session was disposed.</exception>
    public void Interpolate(
        ulong fromSeed,
        ulong toSeed,
        LatentPath path,
        int count,
        Span<float> samples,
        long label = 0,
        string? text = null
    )
    {
        if (text is not null && !TakesText)
            throw new ArgumentException("The generator takes no texts.", nameof(text));
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        if (path is not (LatentPath.Linear or LatentPath.Spherical))
            throw new ArgumentOutOfRangeException(nameof(path), path, "Unknown path.");
        Lengths.Require(samples.Length, count, SampleSize, nameof(samples));
        Lengths.RequireLabels([label], Math.Max(1, LabelCount), nameof(label));
        var ends = ArrayPool<float>.Shared.Rent(2 * (LatentSize + CodeWidth));
        var lane = _runner.Borrow();
        try
        {
            Span<float> latents = ends.AsSpan(0, 2 * LatentSize),
                codes = ends.AsSpan(2 * LatentSize, 2 * CodeWidth);
            DrawEnd(fromSeed, latents[..LatentSize], codes[..CodeWidth]);
            DrawEnd(toSeed, latents[LatentSize..], codes[CodeWidth..]);
            for (var row = 0; row < count; row += _runner.BatchSize)
            {
                var rows = Math.Min(_runner.BatchSize, count - row);
                for (var i = 0; i < rows; i++)
                {
                    var share = count > 1 ? (row + i) / (count - 1f) : 0;
                    var latent = lane.Input(LatentInput, rows).Slice(i * LatentSize, LatentSize);
                    if (path is LatentPath.Linear)
                        LatentSampler.Linear(latents[..LatentSize], latents[LatentSize..], share, latent);
                    else
                        LatentSampler.Spherical(latents[..LatentSize], latents[LatentSize..], share, latent);
                    if (_labelInput >= 0)
                        lane.Labels(_labelInput, rows)[i] = label;
                    if (TakesText)
                        Encode(text ?? _examples[0], i, rows, lane);
                    if (_codeInput >= 0)
                        LatentSampler.Linear(
                            codes[..CodeWidth],
                            codes[CodeWidth..],
                            share,
                            lane.Input(_codeInput, rows).Slice(i * CodeWidth, CodeWidth)
                        );
                }

                RunBatch(lane, row, rows, samples);
            }
        }
        finally
        {
            _runner.Return(lane);
            ArrayPool<float>.Shared.Return(ends);
        }
    }

    private void DrawEnd(ulong seed, Span<float> latent, Span<float> code)
    {
        LatentSampler.Fill(_distribution, seed, 0, latent);
        if (_codeInput >= 0)
            CodeSampler.Fill(_code!, seed, 0, code);
    }

    /// <summary>Releases the model; runs under way on other threads end first.</summary>
    public void Dispose() => _runner.Dispose();

    private void RunBatch(RunLane lane, int row, int rows, Span<float> samples)
    {
        lane.Run(rows, 1 << SampleOutput);
        lane.Output(SampleOutput, rows).CopyTo(samples[(row * SampleSize)..]);
    }

    private void Encode(string text, int row, int rows, RunLane lane) =>
        _text!.Encode(text, lane.Input(_textInput, rows).Slice(row * _text.Width, _text.Width));

    private void Draw(
        ulong seed,
        long number,
        float truncation,
        string? text,
        int row,
        int rows,
        Span<float> latents,
        RunLane lane
    )
    {
        LatentSampler.Fill(_distribution, seed, number, truncation, latents.Slice(row * LatentSize, LatentSize));
        if (_labelInput >= 0)
            lane.Labels(_labelInput, rows)[row] = number % LabelCount;
        if (_codeInput >= 0)
            CodeSampler.Fill(_code!, seed, number, lane.Input(_codeInput, rows).Slice(row * CodeWidth, CodeWidth));
        if (TakesText)
            Encode(text ?? _examples[(int)(number % _examples.Count)], row, rows, lane);
    }
}
