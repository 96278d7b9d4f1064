using Gan.Onnx;
using Gan.Training.Evaluation;
using Gan.Training.Evaluation.Features;
using static TorchSharp.torch;

namespace Gan.Training;

/// <summary>The Fréchet distance of a run's samples, measured while it goes on: always from the same latents, drawn from a
/// generator of their own, so that training does not notice.</summary>
internal sealed class FeatureDistance
{
    private const int Batch = 250,
        MaximumRealRows = 10_000;
    private readonly GanTrainer _trainer;
    private readonly IFeatureNetwork _network;
    private readonly int _rows;
    private GaussianStatistics? _real;

    /// <exception cref="GanException">The data do not suit the network: better known before the training than at its first
    /// checkpoint.</exception>
    public FeatureDistance(GanTrainer trainer, IFeatureNetwork network, int rows)
    {
        (_trainer, _network, _rows) = (trainer, network, rows);
        Features(trainer.Data.Sample(0).ToArray());
    }

    /// <summary>What the figure is called among a run's metrics.</summary>
    public string Metric => "distance/" + EvaluationNames.Frechet(_network);

    public double Measure()
    {
        _real ??= GaussianStatistics.Of(Features(RealRows()));
        return FrechetDistance.Between(_real, GaussianStatistics.Of(Features(Generated())));
    }

    private FeatureMatrix Features(ReadOnlyMemory<float> samples) =>
        _network.Run(samples, _trainer.Data.Shape, _trainer.Data.Range).Features;

    private ReadOnlyMemory<float> RealRows()
    {
        var data = _trainer.Data;
        if (data.Count <= MaximumRealRows)
            return data.Samples;
        var rows = Enumerable.Range(0, data.Count).ToArray();
        new Random(_trainer.Settings.Seed).Shuffle(rows);
        return data.Select(rows[..MaximumRealRows]).Samples;
    }

    private float[] Generated()
    {
        var samples = new float[_rows * _trainer.Data.SampleSize];
        using var random = new Generator((ulong)_trainer.Settings.Seed + 5, CPU);
        for (var start = 0; start < _rows; start += Batch)
        {
            var rows = Math.Min(Batch, _rows - start);
            _trainer.Preview(rows, random).CopyTo(samples.AsSpan(start * _trainer.Data.SampleSize));
        }

        return samples;
    }
}
