using System.Diagnostics;
using Gan.Training.Detection;
using Gan.Training.Evaluation;
using static TorchSharp.torch;

namespace Gan.Benchmarks.Anomaly;

/// <summary>The distance to the k-th nearest training row, on min-max-scaled columns; with the fifth it is PyOD's KNN with its
/// defaults.</summary>
internal sealed class KnnMethod(string name, int neighbours, double contamination) : IAnomalyMethod
{
    private const int BatchSize = 512;

    public string Name => name;

    public MethodScores Run(AnomalySplit split, int seed)
    {
        var clock = Stopwatch.StartNew();
        var size = split.Training.SampleSize;
        var scaling = split.Training.Shape.Count == 1 ? ColumnScaling.Fit(split.Training) : null;
        using var scope = NewDisposeScope();
        var training = Scale(split.Training.Samples.ToArray(), scaling, size);
        // A training row is its own nearest: one more neighbour gives the distance to the k-th other.
        var own = Distances(training, training, neighbours + 1);
        var scores = Distances(Scale([.. split.Test.SelectMany(row => row)], scaling, size), training, neighbours);
        return new MethodScores(scores, AnomalyMetrics.Threshold(own, contamination), clock.Elapsed.TotalSeconds);
    }

    private static Tensor Scale(float[] values, ColumnScaling? scaling, int size)
    {
        for (var i = 0; scaling is not null && i < values.Length; i++)
        {
            var column = i % size;
            values[i] =
                ((float.IsNaN(values[i]) ? scaling.Fill[column] : values[i]) - scaling.Offset[column]) * scaling.Factor[column];
        }

        return tensor(values, [values.Length / size, size]);
    }

    private static float[] Distances(Tensor rows, Tensor training, int neighbour)
    {
        var distances = new List<float>();
        foreach (var batch in rows.split(BatchSize))
        {
            using var scope = NewDisposeScope();
            var nearest = cdist(batch, training).topk((int)Math.Min(neighbour, training.shape[0]), 1, largest: false).values;
            distances.AddRange(nearest.select(1, nearest.shape[1] - 1).contiguous().data<float>().ToArray());
        }

        return [.. distances];
    }
}
