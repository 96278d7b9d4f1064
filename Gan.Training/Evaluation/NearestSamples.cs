using System.Numerics.Tensors;
using Gan.Training.Data;

namespace Gan.Training.Evaluation;

/// <summary>Finds the training samples nearest to others by Euclidean distance, in the data's own values.</summary>
internal static class NearestSamples
{
    /// <summary>At most so many training samples are looked through, evenly spread over the data.</summary>
    public const int MaximumRows = 20_000;

    private const int MostAmongRows = 200,
        FewestAmongRows = 20;
    private const long MaximumComparedValues = 2_000_000_000;
    private const int ValuesAtOnce = 1 << 18;

    /// <summary>The nearest training sample of each sample.</summary>
    /// <param name="samples">Samples, row-major, of the data's size.</param>
    /// <param name="data">What to look through; a row with a value missing is nearest to none.</param>
    /// <returns>For each sample the row in the data and the distance.</returns>
    public static IReadOnlyList<(int Row, double Distance)> Of(ReadOnlyMemory<float> samples, Dataset data)
    {
        ArgumentNullException.ThrowIfNull(data);
        return Nearest(samples, null, data);
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

    private static IEnumerable<int> Looked(Dataset data)
    {
        var count = Math.Min(data.Count, MaximumRows);
        return Enumerable.Range(0, count).Select(i => (int)((long)i * data.Count / count));
    }

    /// <summary>Reads those rows in which no value is missing.</summary>
    /// <param name="data">What to read of.</param>
    /// <param name="rows">Row numbers.</param>
    /// <param name="buffer">Where they go if all are whole and as many as fit there: read again and again, samples would be much
    /// garbage.</param>
    private static (int[] Rows, float[] Values) ReadWhole(Dataset data, int[] rows, float[] buffer)
    {
        var (size, values) = (data.SampleSize, buffer);
        if (rows.Length * size != buffer.Length)
            values = new float[rows.Length * size];
        data.CopyTo(rows, values);
        int[] whole = [.. rows.Where((_, i) => float.IsFinite(TensorPrimitives.SumOfMagnitudes(values.AsSpan(i * size, size))))];
        if (whole.Length == rows.Length)
            return (rows, values);
        values = new float[whole.Length * size];
        data.CopyTo(whole, values);
        return (whole, values);
    }

    /// <summary>The nearest row of each sample; where the samples are rows themselves, another one than their own.</summary>
    private static (int Row, double Distance)[] Nearest(ReadOnlyMemory<float> samples, int[]? own, Dataset data)
    {
        var size = data.SampleSize;
        var queries = new FeatureMatrix(samples.ToArray(), size);
        var best = new (int Row, double Square)[queries.Count];
        Array.Fill(best, (-1, double.PositiveInfinity));
        var atOnce = Math.Max(2, ValuesAtOnce / size);
        var buffer = new float[Math.Min(atOnce, data.Count) * size];
        foreach (var chunk in Looked(data).Chunk(atOnce))
        {
            var (rows, values) = ReadWhole(data, chunk, buffer);
            if (rows.Length == 0)
                continue;
            var points = new FeatureMatrix(values, size);
            // Two of them, for the nearest may be the sample itself.
            var kept = Math.Min(2, rows.Length);
            Neighbours.ForBlocks(
                queries,
                points,
                (start, squares) =>
                {
                    var (nearest, places) = squares.topk(kept, 1, largest: false);
                    var (found, indexes) = (nearest.data<double>().ToArray(), places.data<long>().ToArray());
                    for (var i = 0; i < found.Length; i++)
                    {
                        var (query, row) = (start + i / kept, rows[indexes[i]]);
                        if (row != own?[query] && found[i] < best[query].Square)
                            best[query] = (row, found[i]);
                    }
                },
                CancellationToken.None
            );
        }

        // The squares above lose digits where samples are far from the centre and near to each other.
        return
        [
            .. best.Select(
                (b, i) => (b.Row, (double)TensorPrimitives.Distance(samples.Span.Slice(i * size, size), data.Sample(b.Row)))
            ),
        ];
    }
}
