using Gan.Training.Data;
using Gan.Onnx.Bundles;

namespace Gan.Benchmarks.Anomaly;

/// <summary>Normal rows to train on, and rows of both kinds to test on.</summary>
/// <param name="Training">Rows without labels.</param>
/// <param name="Test">Rows.</param>
/// <param name="Abnormal">Whether each test row is abnormal.</param>
internal sealed record AnomalySplit(Dataset Training, float[][] Test, bool[] Abnormal)
{
    private const double TestShare = 0.3;

    /// <summary>ADBench's: 70/30, stratified; the training rows are the normal ones of the 70 %, at most so many of them.</summary>
    public static AnomalySplit Stratified(AnomalyTable table, int seed, int mostRows)
    {
        var random = new Random(seed);
        var (training, test) = (new List<int>(), new List<int>());
        foreach (var kind in new[] { false, true })
        {
            var rows = Enumerable.Range(0, table.Rows.Length).Where(i => table.Abnormal[i] == kind).ToArray();
            random.Shuffle(rows);
            var held = (int)Math.Round(rows.Length * TestShare);
            test.AddRange(rows[..held]);
            if (!kind) training.AddRange(rows[held..].Take(mostRows));
        }

        return Of(table, training, test);
    }

    /// <summary>Of rows chosen by number.</summary>
    public static AnomalySplit Of(AnomalyTable table, IReadOnlyList<int> training, IReadOnlyList<int> test, IReadOnlyList<int>? shape = null)
    {
        var samples = training.SelectMany(i => table.Rows[i]).ToArray();
        var present = samples.Where(float.IsFinite).DefaultIfEmpty(0).ToArray();
        var range = new ValueRange { Minimum = present.Min(), Maximum = Math.Max(present.Max(), present.Min() + 1) };
        return new AnomalySplit(
            new Dataset(table.Name, shape ?? [table.Rows[0].Length], samples, null, range, allowMissing: true),
            [.. test.Select(i => table.Rows[i])], [.. test.Select(i => table.Abnormal[i])]);
    }
}
