using Gan.Training.Tables;

namespace Gan.Training.Evaluation.Tabular;

/// <summary>How alike two tables are, column by column and pair by pair; 1 is alike, 0 as unlike as can be.</summary>
/// <param name="Columns">For each column the Kolmogorov-Smirnov complement of numbers (1 less the largest distance of the
/// distribution functions) or the total variation complement of categories (1 less half the sum of the absolute differences of
/// shares; a missing value is a category). For numbers missing values are left out.</param>
/// <param name="Pairs">For each pair of columns, the first below the second: of numbers 1 less half the difference of Pearson's
/// correlations; else 1 less half the sum of the absolute differences of the joint shares, for which numbers are put into ten
/// bins of equal width over the first table's range.</param>
internal sealed record TableSimilarity(IReadOnlyList<double> Columns, IReadOnlyDictionary<(int First, int Second), double> Pairs)
{
    private const int Bins = 10;

    /// <summary>The mean over the columns.</summary>
    public double MeanColumn => Columns.Average();

    /// <summary>The mean over the pairs; 1 where there is a single column.</summary>
    public double MeanPair => Pairs.Count == 0 ? 1 : Pairs.Values.Average();

    /// <summary>Compares two tables.</summary>
    /// <param name="real">The table to be like.</param>
    /// <param name="synthetic">A table of the same columns and categories.</param>
    public static TableSimilarity Of(Table real, Table synthetic)
    {
        ArgumentNullException.ThrowIfNull(real);
        ArgumentNullException.ThrowIfNull(synthetic);
        var count = real.Columns.Count;
        double[] columns =
        [
            .. Enumerable
                .Range(0, count)
                .Select(i =>
                    real.Columns[i].IsCategorical
                        ? Overlap(
                            Shares(Codes(real.Columns[i], real.Columns[i])),
                            Shares(Codes(synthetic.Columns[i], real.Columns[i]))
                        )
                        : 1 - KolmogorovSmirnov(Present(real.Columns[i]), Present(synthetic.Columns[i]))
                ),
        ];
        var realCodes = real.Columns.Select(c => Codes(c, c)).ToArray();
        var syntheticCodes = synthetic.Columns.Select((c, i) => Codes(c, real.Columns[i])).ToArray();
        var pairs = new Dictionary<(int, int), double>();
        for (var i = 0; i < count; i++)
        {
            for (var j = i + 1; j < count; j++)
            {
                pairs[(i, j)] =
                    real.Columns[i].IsCategorical || real.Columns[j].IsCategorical
                        ? Overlap(Shares(realCodes[i].Zip(realCodes[j])), Shares(syntheticCodes[i].Zip(syntheticCodes[j])))
                        : 1
                            - Math.Abs(
                                Correlation(real.Columns[i], real.Columns[j])
                                    - Correlation(synthetic.Columns[i], synthetic.Columns[j])
                            ) / 2;
            }
        }

        return new TableSimilarity(columns, pairs);
    }

    /// <summary>The largest distance between two empirical distribution functions.</summary>
    /// <param name="first">Numbers in rising order.</param>
    /// <param name="second">Numbers in rising order.</param>
    internal static double KolmogorovSmirnov(IReadOnlyList<float> first, IReadOnlyList<float> second)
    {
        if (first.Count == 0 || second.Count == 0)
            return first.Count == second.Count ? 0 : 1;
        var (i, j, largest) = (0, 0, 0.0);
        while (i < first.Count && j < second.Count)
        {
            var value = Math.Min(first[i], second[j]);
            while (i < first.Count && first[i] == value)
                i++;
            while (j < second.Count && second[j] == value)
                j++;
            largest = Math.Max(largest, Math.Abs((double)i / first.Count - (double)j / second.Count));
        }

        return largest;
    }

    private static float[] Present(TableColumn column) =>
        [.. column.Values.Where(v => !double.IsNaN(v)).Select(v => (float)v).Order()];

    /// <summary>Each row's category, or bin of the reference's range; -1 where it is missing.</summary>
    private static int[] Codes(TableColumn column, TableColumn reference)
    {
        if (reference.IsCategorical)
            return [.. column.Values.Select(v => double.IsNaN(v) ? -1 : (int)v)];
        var present = Present(reference);
        var (low, width) = (present[0], (present[^1] - present[0]) / Bins);
        return
        [
            .. column.Values.Select(v =>
                double.IsNaN(v) ? -1
                : width == 0 ? 0
                : (int)Math.Clamp((v - low) / width, 0, Bins - 1)
            ),
        ];
    }

    private static Dictionary<T, double> Shares<T>(IEnumerable<T> values)
        where T : notnull
    {
        T[] all = [.. values];
        return all.CountBy(v => v).ToDictionary(p => p.Key, p => (double)p.Value / all.Length);
    }

    private static double Overlap<T>(Dictionary<T, double> first, Dictionary<T, double> second)
        where T : notnull =>
        1 - first.Keys.Union(second.Keys).Sum(k => Math.Abs(first.GetValueOrDefault(k) - second.GetValueOrDefault(k))) / 2;

    /// <summary>Pearson's correlation over the rows that have both values; 0 where one does not vary.</summary>
    private static double Correlation(TableColumn first, TableColumn second)
    {
        var rows = Enumerable
            .Range(0, first.Values.Length)
            .Where(r => !double.IsNaN(first.Values[r]) && !double.IsNaN(second.Values[r]))
            .ToArray();
        if (rows.Length < 2)
            return 0;
        var (x, y) = (rows.Average(r => (double)first.Values[r]), rows.Average(r => (double)second.Values[r]));
        var (xy, xx, yy) = (0.0, 0.0, 0.0);
        foreach (var row in rows)
        {
            var (dx, dy) = (first.Values[row] - x, second.Values[row] - y);
            xy += dx * dy;
            xx += dx * dx;
            yy += dy * dy;
        }

        return xx > 0 && yy > 0 ? xy / Math.Sqrt(xx * yy) : 0;
    }
}
