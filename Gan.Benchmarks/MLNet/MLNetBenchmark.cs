using Gan.Benchmarks.Inference;
using Gan.MLNet;
using Gan.Onnx;
using Gan.Onnx.Inference;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Gan.Benchmarks.MLNet;

/// <summary>Runs a network through the project's transformer, through ML.NET's own and without ML.NET, in turns, so that a busy
/// machine slows all.</summary>
internal sealed class MLNetBenchmark : IDisposable
{
    // Sums of other orders differ in their last bits; beyond this it is another network.
    private const float Tolerance = 1e-5f;

    private readonly MLNetNetwork _network;
    private readonly OnnxTransformerPeer _peer;
    private readonly BatchTransformer _transformer,
        _unbatched;
    private readonly IDataView _transformed,
        _transformedFew,
        _oneByOne;

    public MLNetBenchmark(MLNetNetwork network, int threads)
    {
        _network = network;
        var settings = new SessionSettings { Threads = threads == 0 ? Environment.ProcessorCount : threads };
        _peer = new OnnxTransformerPeer(network, settings.Threads);
        _transformer = network.CreateTransformer(settings);
        _unbatched = network.CreateTransformer(settings with { BatchSize = 1 });
        (_transformed, _transformedFew) = (_transformer.Transform(network.View), _transformer.Transform(network.FewView));
        _oneByOne = _unbatched.Transform(network.FewView);
    }

    public MLNetResult Run(int rounds)
    {
        foreach (var setting in _peer.Settings)
            Compare(setting);
        var speeds = _peer.Scan();
        var best = speeds.MaxBy(setting => setting.Value).Key;
        void Peer() => _peer.Run(best);

        var results = new float[_network.Rows * _network.Width];
        var seconds = Rounds.TimeAgain(rounds, () => _network.RunSession(results), () => Read(_transformed));
        var beside = Rounds.TimeAgain(rounds, () => Read(_transformedFew), Peer);
        var oneByOne = Rounds.Median(Rounds.TimeAgain(Math.Min(3, rounds), () => Read(_oneByOne))[0]);
        var rate = _network.Rows / Rounds.Median(seconds[1]);
        return new MLNetResult
        {
            Protocol =
                $"{_network.Name}, {_network.Rows:N0} rows in memory, batches of {_transformer.Settings.BatchSize}, "
                + $"{_transformer.Settings.Threads} threads, {rounds} rounds in turns, medians",
            SessionRowsPerSecond = _network.Rows / Rounds.Median(seconds[0]),
            TransformerRowsPerSecond = rate,
            Throughput = Rounds.Median(seconds[0].Zip(seconds[1], (s, t) => s / t)),
            OnnxTransformerRows = _peer.Rows,
            OnnxTransformerSetting = best,
            OnnxTransformerSettings = speeds,
            OnnxTransformerRowsPerSecond = _peer.Rows / Rounds.Median(beside[1]),
            MultipleOfOnnxTransformer = Rounds.Median(beside[1].Zip(beside[0], (o, t) => o / t)),
            RowByRowRowsPerSecond = _peer.Rows / oneByOne,
            MultipleOfRowByRow = rate / (_peer.Rows / oneByOne),
            OneRow = _network.MeasureOneRow(_transformer, rounds),
            ViewNanosecondsPerRow = Rounds.Median(Rounds.TimeAgain(rounds, ReadView)[0]) / _network.Rows * 1e9,
            ViewBytesPerRow = Bytes(ReadView) / _network.Rows,
            TransformerBytesPerRow = Bytes(() => Read(_transformed)) / _network.Rows,
            OnnxTransformerBytesPerRow = Bytes(Peer) / _peer.Rows,
        };
    }

    public void Dispose()
    {
        _transformer.Dispose();
        _unbatched.Dispose();
        _peer.Dispose();
    }

    /// <summary>Sees to it that both transformers do the same.</summary>
    private void Compare(string setting)
    {
        float[] ours = new float[_peer.Rows * _network.Width],
            theirs = new float[ours.Length];
        Read(_transformedFew, ours);
        _peer.Run(setting, theirs);
        for (var i = 0; i < ours.Length; i++)
        {
            if (!(Math.Abs(ours[i] - theirs[i]) <= Tolerance))
            {
                throw new GanException(
                    $"{_network.Name}: value {i % _network.Width} of row {i / _network.Width} is {ours[i]} from the transformer "
                        + $"and {theirs[i]} from ApplyOnnxModel."
                );
            }
        }
    }

    private static double Bytes(Action work)
    {
        work();
        var before = GC.GetTotalAllocatedBytes(precise: true);
        work();
        return GC.GetTotalAllocatedBytes(precise: true) - before;
    }

    private void Read(IDataView view, float[]? kept = null) =>
        ColumnReader.Read(view.GetRowCursor([view.Schema[_network.Column]]), _network.Column, kept);

    /// <summary>Reads what the transformer reads.</summary>
    private void ReadView()
    {
        var view = _network.View;
        var columns = view.Schema.Where(_ => _network.ReadsInput).ToArray();
        using var cursor = view.GetRowCursor(columns);
        var getters = columns.Select(column => cursor.GetGetter<VBuffer<float>>(column)).ToArray();
        VBuffer<float> value = default;
        while (cursor.MoveNext())
        {
            foreach (var getter in getters)
                getter(ref value);
        }
    }
}
