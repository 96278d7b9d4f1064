using System.Diagnostics;
using Gan.MLNet;
using Gan.Onnx.Bundles;
using Gan.Onnx.Inference;
using Gan.Training;
using Gan.Training.Data;
using Gan.Training.Export;
using Gan.Training.Recipes;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.OnnxRuntime;

namespace Gan.Benchmarks.MLNet;

/// <summary>Scores digits with the fully connected discriminator (64-256-128-1) through ML.NET and without it, in turns, so that a busy
/// machine slows both.</summary>
internal sealed class MLNetBenchmark : IDisposable
{
    private const int Size = 64, Singles = 2000, RowByRow = 10_000;

    private readonly int _rows;
    private readonly MLContext _ml = new(1);
    private readonly float[] _samples, _scores;
    private readonly DiscriminatorSession _session;
    private readonly InferenceSession _runtime;
    private readonly RunOptions _options = new();
    private readonly IDataView _view, _transformed, _oneByOne;
    private readonly AnomalyScorerTransformer _transformer, _unbatched;
    private readonly PredictionEngine<Row, Prediction> _engine;
    private readonly Row _row;
    private readonly Prediction _prediction = new();

    public MLNetBenchmark(int rows, int threads)
    {
        _rows = rows;
        var digits = DigitsDataset.Load();
        using var trainer = new GanTrainer(new MlpGanRecipe(), digits, new TrainingSettings { Device = "cpu" });
        trainer.TrainUntil(10);
        var (bundle, _) = BundleExporter.Export(trainer, (DateTime.UtcNow, TimeSpan.Zero));
        var many = digits.Select([.. Enumerable.Range(0, rows).Select(i => i % digits.Count)]);
        _samples = many.Samples.ToArray();
        _scores = new float[rows];
        var settings = new SessionSettings { Threads = threads };
        _session = new DiscriminatorSession(bundle, settings);
        using var options = new SessionOptions { IntraOpNumThreads = threads == 0 ? Environment.ProcessorCount : threads };
        _runtime = new InferenceSession(bundle.GetModel(GanBundle.DiscriminatorFile).ToArray(), options);
        _view = _ml.Data.Cache(many.ToDataView(_ml), DatasetDataView.FeaturesColumn);
        _transformer = _ml.Transforms.ApplyGanAnomalyScorer(bundle, settings: settings).Fit(_view);
        _unbatched = _ml.Transforms.ApplyGanAnomalyScorer(bundle, settings: settings with { BatchSize = 1 }).Fit(_view);
        (_transformed, _oneByOne) = (_transformer.Transform(_view), _unbatched.Transform(_view));
        _engine = _ml.Model.CreatePredictionEngine<Row, Prediction>(_transformer, new PredictionEngineOptions { OwnsTransformer = false });
        _row = new Row { Features = _samples[..Size] };
    }

    public MLNetResult Run(int rounds)
    {
        var (session, transformer) = Pair(rounds, () => _session.Score(_samples, _scores), () => ReadScores(_transformed));
        var (single, engine) = Pair(rounds, SessionSingles, EngineSingles);
        var oneByOne = Median([.. Enumerable.Range(0, Math.Min(3, rounds)).Select(_ => Seconds(() => ReadScores(_oneByOne, RowByRow)))]);
        var loop = Median([.. Enumerable.Range(0, Math.Min(3, rounds)).Select(_ => Seconds(RuntimeLoop))]);
        var throughput = Median([.. session.Zip(transformer, (s, t) => s / t)]);
        var latency = Median([.. engine.Zip(single, (e, s) => e / s)]);
        var rate = _rows / Median(transformer);
        return new MLNetResult(
            $"MLP 64-256-128-1, {_rows:N0} rows in memory, batches of {_transformer.Settings.BatchSize}, {Threads()} threads, {rounds} rounds in turns, medians",
            _rows / Median(session), rate, throughput, throughput >= 0.9, Few / oneByOne, Few / loop, rate / (Few / oneByOne),
            Median(single) / Singles * 1e6, Median(engine) / Singles * 1e6, latency, latency <= 1.2,
            Median([.. Enumerable.Range(0, rounds).Select(_ => Seconds(ReadView))]) / _rows * 1e9,
            BytesPerRow(ReadView), BytesPerRow(() => ReadScores(_transformed)));
    }

    public void Dispose()
    {
        _engine.Dispose();
        _transformer.Dispose();
        _unbatched.Dispose();
        _session.Dispose();
        _runtime.Dispose();
        _options.Dispose();
    }

    private int Few => Math.Min(_rows, RowByRow);

    private int Threads() => _transformer.Settings.Threads == 0 ? Environment.ProcessorCount : _transformer.Settings.Threads;

    /// <summary>Who goes first changes, and each goes once untimed before it is timed: the threads of the other's session give up the
    /// cores only after a while, for which the first pass of a turn would pay.</summary>
    private static (double[] First, double[] Second) Pair(int rounds, Action first, Action second)
    {
        var (a, b) = (new double[rounds], new double[rounds]);
        for (var round = 0; round < rounds; round++)
        {
            if (round % 2 == 1) b[round] = Seconds(second);
            a[round] = Seconds(first);
            if (round % 2 == 0) b[round] = Seconds(second);
        }

        return (a, b);
    }

    private static double Seconds(Action work)
    {
        work();
        var clock = Stopwatch.StartNew();
        work();
        return clock.Elapsed.TotalSeconds;
    }

    private static double Median(double[] values) => values.Order().ElementAt(values.Length / 2);

    private double BytesPerRow(Action work)
    {
        work();
        var before = GC.GetTotalAllocatedBytes(precise: true);
        work();
        return (GC.GetTotalAllocatedBytes(precise: true) - before) / (double)_rows;
    }

    private void ReadScores(IDataView view, int rows = int.MaxValue)
    {
        using var cursor = view.GetRowCursor([view.Schema["Score"]]);
        var getter = cursor.GetGetter<float>(view.Schema["Score"]);
        for (var i = 0; i < rows && cursor.MoveNext(); i++) getter(ref _scores[i]);
    }

    private void ReadView()
    {
        using var cursor = _view.GetRowCursor([_view.Schema["Features"]]);
        var getter = cursor.GetGetter<VBuffer<float>>(_view.Schema["Features"]);
        VBuffer<float> value = default;
        while (cursor.MoveNext()) getter(ref value);
    }

    private void RuntimeLoop()
    {
        for (var row = 0; row < Few; row++)
        {
            using var input = OrtValue.CreateTensorValueFromMemory(
                OrtMemoryInfo.DefaultInstance, _samples.AsMemory(row * Size, Size), [1, 1, 8, 8]);
            using var outputs = _runtime.Run(_options, ["x"], [input], ["score"]);
            _scores[row] = outputs[0].GetTensorDataAsSpan<float>()[0];
        }
    }

    private void SessionSingles()
    {
        for (var i = 0; i < Singles; i++) _session.Score(_samples.AsSpan(i % _rows * Size, Size), _scores.AsSpan(0, 1));
    }

    private void EngineSingles()
    {
        for (var i = 0; i < Singles; i++)
        {
            // Another row each time: an engine that sees the same row again does not run the network.
            _samples.AsSpan(i % _rows * Size, Size).CopyTo(_row.Features);
            var prediction = _prediction;
            _engine.Predict(_row, ref prediction);
        }
    }

    private sealed class Row
    {
        [VectorType(1, 8, 8)]
        public float[] Features { get; set; } = [];
    }

    private sealed class Prediction
    {
        public float Score { get; set; }
    }
}
