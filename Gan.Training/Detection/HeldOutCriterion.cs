using Gan.Training.Data;
using Gan.Training.Evaluation;
using Gan.Training.Export;
using Gan.Training.Native;
using static TorchSharp.torch;

namespace Gan.Training.Detection;

/// <summary>How well a scorer tells rows that were held out from rows made abnormal from them.</summary>
internal sealed class HeldOutCriterion
{
    private const int BatchSize = 512;
    private readonly float[] _normal;
    private readonly float[] _mixed;
    private readonly float[] _spread;
    private readonly bool[] _labels;
    private readonly long[] _shape;

    /// <param name="heldOut">The rows, scaled.</param>
    /// <param name="seed">Fixes the rows made from them.</param>
    public HeldOutCriterion(Dataset heldOut, int seed)
    {
        _shape = [.. heldOut.Shape.Select(n => (long)n)];
        _normal = heldOut.Samples.ToArray();
        _mixed = PseudoAnomalies.Mix(_normal, heldOut.SampleSize, seed);
        _spread = PseudoAnomalies.Spread(heldOut.Count, heldOut.SampleSize, seed);
        _labels = [.. Enumerable.Repeat(false, heldOut.Count), .. Enumerable.Repeat(true, heldOut.Count)];
    }

    /// <summary>Measures a scorer.</summary>
    public DetectorPoint Measure(AnomalyScorer scorer, Device device, int member, long step)
    {
        var normal = Scores(scorer, device, _normal);
        var (mixed, spread) = (Area(Scores(scorer, device, _mixed)), Area(Scores(scorer, device, _spread)));
        var (mean, deviation) = Moments(normal);
        return new DetectorPoint(member, step, (mixed + spread) / 2, mixed, spread, mean, deviation);

        double Area(float[] abnormal) => AnomalyMetrics.AucRoc([.. normal, .. abnormal], _labels);
    }

    /// <summary>Mean and deviation of the scores of held-out rows, the latter above 0.</summary>
    public (double Mean, double Deviation) Standard(AnomalyScorer scorer, Device device)
    {
        var (mean, deviation) = Moments(Scores(scorer, device, _normal));
        return (mean, Math.Max(deviation, 1e-6 * Math.Max(1, Math.Abs(mean))));
    }

    private float[] Scores(AnomalyScorer scorer, Device device, float[] rows)
    {
        using var mode = new EvaluationMode(scorer);
        using var noGrad = no_grad();
        var size = (int)_shape.Aggregate(1L, (product, n) => product * n);
        var scores = new List<float>(rows.Length / size);
        for (var start = 0; start < rows.Length; start += BatchSize * size)
        {
            using var scope = NewDisposeScope();
            var batch = rows.AsSpan(start, Math.Min(BatchSize * size, rows.Length - start)).ToArray();
            var anomaly = scorer.Score(NativeTensor.Of(batch, [batch.Length / size, .. _shape]).to(device)).Anomaly;
            scores.AddRange(anomaly.cpu().contiguous().data<float>().ToArray());
        }

        // A scorer that has broken down is no better than chance.
        return [.. scores.Select(s => float.IsNaN(s) ? 0 : s)];
    }

    private static (double Mean, double Deviation) Moments(float[] scores)
    {
        var mean = scores.Average(s => (double)s);
        return (mean, Math.Sqrt(scores.Average(s => (s - mean) * (s - mean))));
    }
}
