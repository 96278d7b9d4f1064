using System.Globalization;
using Gan.Onnx;
using Gan.Onnx.Bundles;
using Gan.Training.Data;

namespace Gan.Benchmarks.Anomaly;

/// <summary>Normal rows to train on, and rows of both kinds to test on.</summary>
/// <param name="Training">Rows without labels.</param>
/// <param name="Test">Rows.</param>
/// <param name="Abnormal">Whether each test row is abnormal.</param>
internal sealed record AnomalySplit(Dataset Training, float[][] Test, bool[] Abnormal)
{
    private const double TestShare = 0.3;

    /// <summary>ADBench's: 70/30, stratified; the training rows are the normal ones of the 70 %, at most so many of
    /// them.</summary>
    /// <param name="table">All rows.</param>
    /// <param name="seed">Which rows go where.</param>
    /// <param name="mostRows">Training rows at most.</param>
    /// <param name="contamination">The share of the training rows whose places abnormal rows of the 70 % take; the test rows are
    /// the same whatever it is.</param>
    /// <exception cref="GanException">The 70 % have too few abnormal rows for that.</exception>
    public static AnomalySplit Stratified(AnomalyTable table, int seed, int mostRows, double contamination = 0)
    {
        var random = new Random(seed);
        var test = new List<int>();
        int[] Rest(bool abnormal)
        {
            var rows = Enumerable.Range(0, table.Rows.Length).Where(i => table.Abnormal[i] == abnormal).ToArray();
            random.Shuffle(rows);
            var held = (int)Math.Round(rows.Length * TestShare);
            test.AddRange(rows[..held]);
            return rows[held..];
        }

        var (normal, abnormal) = (Rest(abnormal: false), Rest(abnormal: true));
        var count = Math.Min(normal.Length, mostRows);
        var contaminated = (int)Math.Round(count * contamination);
        if (contaminated > abnormal.Length)
        {
            throw new GanException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"Of {table.Name} {abnormal.Length} abnormal rows are not tested on, and a contamination of "
                        + $"{contamination} of {count} training rows takes "
                        + $"{contaminated}: train on fewer, --rows {(int)(abnormal.Length / contamination)}."
                )
            );
        }

        return Of(table, [.. normal.Take(count - contaminated), .. abnormal.Take(contaminated)], test);
    }

    /// <summary>Of rows chosen by number.</summary>
    public static AnomalySplit Of(
        AnomalyTable table,
        IReadOnlyList<int> training,
        IReadOnlyList<int> test,
        IReadOnlyList<int>? shape = null
    )
    {
        var samples = training.SelectMany(i => table.Rows[i]).ToArray();
        var present = samples.Where(float.IsFinite).DefaultIfEmpty(0).ToArray();
        var range = new ValueRange { Minimum = present.Min(), Maximum = Math.Max(present.Max(), present.Min() + 1) };
        return new AnomalySplit(
            new Dataset(table.Name, shape ?? [table.Rows[0].Length], samples, null, range, allowMissing: true),
            [.. test.Select(i => table.Rows[i])],
            [.. test.Select(i => table.Abnormal[i])]
        );
    }
}
