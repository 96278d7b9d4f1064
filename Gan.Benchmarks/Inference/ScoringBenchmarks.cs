using BenchmarkDotNet.Attributes;
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

namespace Gan.Benchmarks.Inference;

/// <summary>Scores 4,096 digits with the fully connected discriminator, in several ways.</summary>
[MemoryDiagnoser]
public class ScoringBenchmarks : IDisposable
{
    private const int Rows = 4096;
    private const int BatchSize = 256;
    private readonly float[] _samples = new float[Rows * 64];
    private readonly float[] _scores = new float[Rows];
    private readonly RunOptions _options = new();
    private readonly MLContext _ml = new(1);
    private InferenceSession _bare = null!;
    private DiscriminatorSession _session = null!;
    private IDataView _view = null!;
    private ITransformer _transformer = null!;

    [GlobalSetup]
    public void Setup()
    {
        var digits = DigitsDataset.Load();
        using var trainer = new GanTrainer(new MlpGanRecipe(), digits, new TrainingSettings { Device = "cpu" });
        trainer.TrainUntil(10);
        var (bundle, _) = BundleExporter.Export(trainer, (DateTime.UtcNow, TimeSpan.Zero));
        var many = digits.Select([.. Enumerable.Range(0, Rows).Select(i => i % digits.Count)]);
        many.Samples.CopyTo(_samples);
        _bare = new InferenceSession(bundle.GetModel(GanBundle.DiscriminatorFile).ToArray());
        _session = new DiscriminatorSession(bundle, new SessionSettings { BatchSize = BatchSize });
        _view = _ml.Data.Cache(many.ToDataView(_ml), DatasetDataView.FeaturesColumn);
        _transformer = _ml.Transforms.ApplyGanAnomalyScorer(bundle).Fit(_view);
    }

    [Benchmark(Baseline = true, Description = "bare ONNX Runtime, batches of 256")]
    public void BareBatches() => RunBare(BatchSize);

    [Benchmark(Description = "bare ONNX Runtime, row by row")]
    public void BareRows() => RunBare(1);

    [Benchmark(Description = "DiscriminatorSession")]
    public void Session() => _session.Score(_samples, _scores);

    [Benchmark(Description = "ML.NET transformer, look-ahead")]
    public float Transformer() => _transformer.Transform(_view).GetColumn<float>("Score").Max();

    [GlobalCleanup]
    public void Dispose()
    {
        _bare.Dispose();
        _session.Dispose();
        (_transformer as IDisposable)?.Dispose();
        _options.Dispose();
        GC.SuppressFinalize(this);
    }

    private void RunBare(int batch)
    {
        for (var row = 0; row < Rows; row += batch)
        {
            using var input = OrtValue.CreateTensorValueFromMemory(
                Microsoft.ML.OnnxRuntime.OrtMemoryInfo.DefaultInstance, _samples.AsMemory(row * 64, batch * 64), [batch, 1, 8, 8]);
            using var outputs = _bare.Run(_options, ["x"], [input], ["score"]);
            outputs[0].GetTensorDataAsSpan<float>().CopyTo(_scores.AsSpan(row));
        }
    }
}
