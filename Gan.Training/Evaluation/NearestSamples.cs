using System.Numerics;
using Gan.Training.Data;

namespace Gan.Training.Evaluation;

/// <summary>Finds the training samples nearest to others by Euclidean distance, in the data's own values.</summary>
public static class NearestSamples
{
    /// <summary>At most so many training samples are looked through, evenly spread over the data.</summary>
    public const int MaximumRows = 20_000;

    private const int MostAmongRows = 200,
        FewestAmongRows = 20;
    private const long MaximumComparedValues = 2_000_000_000;

    /// <summary>The nearest training sample of each sample.</summary>
    /// <param name="samples">Samples, row-major, of the data's size.</param>
    /// <param name="data">What to look through.</param>
    /// <returns>For each sample the row in the data and the distance.</returns>
    public static IReadOnlyList<(int Row, double Distance)> Of(ReadOnlyMemory<float> samples, Dataset data)
    {
        ArgumentNullException.ThrowIfNull(data);
        return Nearest(samples, Enumerable.Repeat(-1, samples.Length / data.SampleSize).ToArray(), data);
    }

    /// <summary>The mean distance of a training sample to its nearest other, over at most 200 samples that a seed picks, fewer
    /// where samples are large.</summary>
    /// <param name="data">The samples; at least two.</param>
    /// <param name="seed">Picks the samples.</param>
    public static double MeanAmong(Dataset data, int seed)
    {
        ArgumentNullException.ThrowIfNull(data);
        var random = new Random(seed);
        int[] chosen = [.. Enumerable.Range(0, Math.Min(AmongRows(data), data.Count)).Select(_ => random.Next(data.Count))];
        return Nearest(data.Select(chosen).Samples, chosen, data).Average(n => n.Distance);
    }

    /// <summary>So many that large pictures take seconds too, not minutes.</summary>
    private static int AmongRows(Dataset data) =>
        (int)
            Math.Clamp(
                MaximumComparedValues / ((long)Math.Min(data.Count, MaximumRows) * data.SampleSize),
                FewestAmongRows,
                MostAmongRows
            );

    private static int[] Looked(Dataset data)
    {
        var count = Math.Min(data.Count, MaximumRows);
        return [.. Enumerable.Range(0, count).Select(i => (int)((long)i * data.Count / count))];
    }

    /// <summary>The nearest row of each sample but one, which is -1 for none. Each row is read once, for all samples.</summary>
    private static (int Row, double Distance)[] Nearest(ReadOnlyMemory<float> samples, int[] except, Dataset data)
    {
        var all = samples.Span;
        var best = new (int Row, double Distance)[except.Length];
        Array.Fill(best, (-1, double.PositiveInfinity));
        var real = new float[data.SampleSize];
        foreach (var row in Looked(data))
        {
            data.CopyTo(row, real);
            for (var i = 0; i < best.Length; i++)
            {
                if (row == except[i])
                    continue;
                var distance = SquaredDistance(all.Slice(i * data.SampleSize, data.SampleSize), real);
                if (distance < best[i].Distance)
                    best[i] = (row, distance);
            }
        }

        return [.. best.Select(b => (b.Row, Math.Sqrt(b.Distance)))];
    }

    private static double SquaredDistance(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        var sum = Vector<float>.Zero;
        var i = 0;
        for (; i <= a.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            var difference = new Vector<float>(a[i..]) - new Vector<float>(b[i..]);
            sum += difference * difference;
        }

        double total = Vector.Sum(sum);
        for (; i < a.Length; i++)
            total += (double)(a[i] - b[i]) * (a[i] - b[i]);
        return total;
    }
}
