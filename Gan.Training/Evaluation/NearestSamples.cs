using System.Numerics;
using Gan.Training.Data;

namespace Gan.Training.Evaluation;

/// <summary>Finds the training samples nearest to others by Euclidean distance, in the data's own values.</summary>
public static class NearestSamples
{
    /// <summary>At most so many training samples are looked through, evenly spread over the data.</summary>
    public const int MaximumRows = 20_000;

    private const int AmongRows = 200;

    /// <summary>The nearest training sample of each sample.</summary>
    /// <param name="samples">Samples, row-major, of the data's size.</param>
    /// <param name="data">What to look through.</param>
    /// <returns>For each sample the row in the data and the distance.</returns>
    public static IReadOnlyList<(int Row, double Distance)> Of(ReadOnlyMemory<float> samples, Dataset data)
    {
        ArgumentNullException.ThrowIfNull(data);
        var rows = Looked(data);
        return [.. Enumerable.Range(0, samples.Length / data.SampleSize).Select(i => Nearest(samples.Slice(i * data.SampleSize, data.SampleSize).Span, data, rows, -1))];
    }

    /// <summary>The mean distance of a training sample to its nearest other, over at most 200 samples that a seed picks.</summary>
    /// <param name="data">The samples; at least two.</param>
    /// <param name="seed">Picks the samples.</param>
    public static double MeanAmong(Dataset data, int seed)
    {
        ArgumentNullException.ThrowIfNull(data);
        var (rows, random) = (Looked(data), new Random(seed));
        return Enumerable.Range(0, Math.Min(AmongRows, data.Count)).Average(_ =>
        {
            var row = random.Next(data.Count);
            return Nearest(data.Sample(row), data, rows, row).Distance;
        });
    }

    private static int[] Looked(Dataset data)
    {
        var count = Math.Min(data.Count, MaximumRows);
        return [.. Enumerable.Range(0, count).Select(i => (int)((long)i * data.Count / count))];
    }

    private static (int Row, double Distance) Nearest(ReadOnlySpan<float> sample, Dataset data, int[] rows, int except)
    {
        var (best, least) = (-1, double.PositiveInfinity);
        foreach (var row in rows)
        {
            if (row == except) continue;
            var distance = SquaredDistance(sample, data.Sample(row));
            if (distance < least) (best, least) = (row, distance);
        }

        return (best, Math.Sqrt(least));
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
        for (; i < a.Length; i++) total += (double)(a[i] - b[i]) * (a[i] - b[i]);
        return total;
    }
}
