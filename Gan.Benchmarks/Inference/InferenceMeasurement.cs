using Gan.MLNet;
using Gan.Onnx.Bundles;
using Gan.Onnx.Inference;
using Gan.Training.Data;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.OnnxRuntime;

namespace Gan.Benchmarks.Inference;

/// <summary>Measures a bundle's generator or discriminator, in several ways in turns.</summary>
internal sealed class InferenceMeasurement
{
    private const int Starts = 9;

    private readonly InferenceModel _model;
    private readonly bool _generates;
    private readonly int _rounds;
    private readonly int _threads;
    private readonly byte[] _bytes;
    private readonly int _rows;
    private readonly float[] _given;
    private readonly float[] _result;

    public InferenceMeasurement(InferenceModel model, bool generates, int rounds, double seconds, int threads)
    {
        (_model, _generates, _rounds, _threads) = (model, generates, rounds, threads);
        _bytes = model.Bundle.GetModel(generates ? GanBundle.GeneratorFile : GanBundle.DiscriminatorFile).ToArray();
        var (width, resultWidth) = generates
            ? (model.Bundle.Manifest.Latent!.Size, model.Data.SampleSize)
            : (model.Data.SampleSize, 1);
        _rows = CountRows(seconds, width, resultWidth);
        (_given, _result) = (new float[_rows * width], new float[_rows * resultWidth]);
        for (var row = 0; row < _rows; row++)
        {
            var target = _given.AsSpan(row * width, width);
            if (generates)
                LatentSampler.Fill(LatentDistribution.Normal, 1, row, target);
            else
                model.Data.Sample(row % model.Data.Count).CopyTo(target);
        }
    }

    private string Output => _generates ? "x" : "score";

    public InferenceRow Run()
    {
        using var bare = new BareLoop(_bytes, Output, Options());
        var batches = InferenceCommand.BatchSizes;
        var scan = Rounds.Time(
            Math.Max(3, _rounds / 3),
            [.. batches.Select(b => (Action)(() => bare.Run(_given, _result, _rows, b)))]
        );
        var speeds = batches
            .Zip(scan, (batch, times) => (batch, speed: _rows / times.Min()))
            .ToDictionary(p => p.batch, p => p.speed);
        var best = speeds.MaxBy(pair => pair.Value).Key;

        using var session = OpenSession(new SessionSettings { Threads = _threads });
        void Call() => session.Run(_given, _result);
        var seconds = Rounds.Time(_rounds, () => bare.Run(_given, _result, _rows, best), Call);
        var ratios = seconds[0].Zip(seconds[1], (b, s) => b / s).Order().ToArray();
        var (cuda, skipped) = new CudaMeasurement(_bytes, Output, OpenSession, _given, _result, _rows, best, _rounds).Run();
        return new InferenceRow
        {
            Model = _model.Name,
            Part = _generates ? "generator" : "discriminator",
            Rows = _rows,
            Bare = speeds,
            BestBatch = best,
            BareSpeed = _rows / Rounds.Median(seconds[0]),
            SessionSpeed = _rows / Rounds.Median(seconds[1]),
            Ratio = Rounds.Median(ratios),
            RatioRange = [ratios[0], ratios[^1]],
            RowByRowSpeed = speeds[1],
            TransformerSpeed = _generates ? null : TransformerSpeed(),
            AllocatedBytesPerCall = Allocation(Call),
            StartMilliseconds = StartTime(StartSession),
            BareStartMilliseconds = StartTime(StartBare),
            ResidentMebibytes = ResidentMemory.Measure(_model.Bundle, _generates),
            Cuda = cuda,
            CudaSkipped = skipped,
        };
    }

    private RowSession OpenSession(SessionSettings settings) => new(_model.Bundle, _generates, settings);

    private SessionOptions Options() =>
        new()
        {
            IntraOpNumThreads = _threads == 0 ? Environment.ProcessorCount : _threads,
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL,
        };

    /// <summary>As many rows as take about so many seconds, in whole largest batches.</summary>
    private int CountRows(double seconds, int width, int resultWidth)
    {
        const int Trial = 256,
            Most = 64;
        using var bare = new BareLoop(_bytes, Output, Options());
        float[] given = new float[Trial * width],
            result = new float[Trial * resultWidth];
        var time = Rounds.Median(Rounds.Time(5, () => bare.Run(given, result, Trial, Trial))[0]);
        var largest = InferenceCommand.BatchSizes[^1];
        return largest * (int)Math.Clamp(Math.Round(seconds / time * Trial / largest), 1, Most);
    }

    private void StartSession()
    {
        using var session = OpenSession(new SessionSettings { Threads = _threads });
        session.Run(_given.AsSpan(0, _given.Length / _rows), _result.AsSpan(0, _result.Length / _rows));
    }

    private void StartBare()
    {
        using var bare = new BareLoop(_bytes, Output, Options());
        bare.Run(_given[..(_given.Length / _rows)], _result[..(_result.Length / _rows)], 1, 1);
    }

    private static double StartTime(Action start) => 1000 * Rounds.Median(Rounds.Time(Starts, start)[0]);

    private static double Allocation(Action call)
    {
        const int Calls = 20;
        for (var i = 0; i < 3; i++)
            call();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < Calls; i++)
            call();
        return (GC.GetAllocatedBytesForCurrentThread() - before) / (double)Calls;
    }

    private double TransformerSpeed()
    {
        var ml = new MLContext(1);
        var many = _model.Data.Select([.. Enumerable.Range(0, _rows).Select(i => i % _model.Data.Count)]);
        var view = ml.Data.Cache(many.ToDataView(ml), DatasetDataView.FeaturesColumn);
        var transformer = ml
            .Transforms.ApplyGanAnomalyScorer(_model.Bundle, settings: new SessionSettings { Threads = _threads })
            .Fit(view);
        using var disposable = transformer as IDisposable;
        void Transform()
        {
            var row = 0;
            foreach (var score in transformer.Transform(view).GetColumn<float>("Score"))
                _result[row++] = score;
        }

        return _rows / Rounds.Median(Rounds.Time(_rounds, Transform)[0]);
    }
}
