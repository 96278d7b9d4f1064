using System.Globalization;
using System.IO.Compression;
using Gan.Onnx;
using Gan.Training.Evaluation;

namespace Gan.Benchmarks.Anomaly;

/// <summary>KDD99 as the literature of GAN detectors runs it (Zong et al. 2018, Zenati et al. 2018): what is rare in the file,
/// normal traffic, is the abnormal kind.</summary>
internal sealed class Kdd99Experiment : AnomalyExperiment
{
    private const string FileName = "kddcup.data_10_percent.gz";
    private const double AbnormalShare = 0.2;
    private static readonly int[] Categorical = [1, 2, 3];
    private readonly AnomalyTable _table;
    private readonly int _mostRows;

    public Kdd99Experiment(string folder, int mostRows) => (_table, _mostRows) = (Read(Path.Combine(folder, FileName)), mostRows);

    public override string Protocol =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"KDD99, 10 % file, {_table.Rows.Length:N0} rows, {_table.Rows[0].Length} columns (three categorical ones as "
                + $"one-hot); normal traffic, the rarer kind, is "
                + $"abnormal; half of the rows at random for training, of which only attacks, at most {_mostRows:N0}, are "
                + $"trained on; the other half tested; F1 where "
                + $"the {AbnormalShare:P0} of test rows with the highest scores are called abnormal. Published F1: DSEBM-e "
                + $"0.740, AnoGAN 0.886, DAGMM 0.937, ALAD 0.950."
        );

    public override IReadOnlyList<string> Sets => ["kdd99"];

    public override AnomalySplit Split(string set, int seed)
    {
        var rows = Enumerable.Range(0, _table.Rows.Length).ToArray();
        new Random(seed).Shuffle(rows);
        var half = rows.Length / 2;
        return AnomalySplit.Of(_table, [.. rows[..half].Where(i => !_table.Abnormal[i]).Take(_mostRows)], rows[half..]);
    }

    public override double Threshold(MethodScores result, AnomalySplit split) =>
        AnomalyMetrics.Threshold(result.Scores, AbnormalShare);

    private static AnomalyTable Read(string path)
    {
        if (!File.Exists(path))
            throw new GanException($"The file '{path}' does not exist. Name its folder with --data.");
        using var reader = new StreamReader(new GZipStream(File.OpenRead(path), CompressionMode.Decompress));
        var lines = new List<string[]>();
        while (reader.ReadLine() is { } line)
            lines.Add(line.Split(','));
        var values = Categorical.ToDictionary(
            c => c,
            c => lines.Select(l => l[c]).Distinct().Order(StringComparer.Ordinal).ToArray()
        );
        return new AnomalyTable("kdd99", [.. lines.Select(l => Encode(l, values))], [.. lines.Select(l => l[^1] == "normal.")]);
    }

    private static float[] Encode(string[] cells, Dictionary<int, string[]> values)
    {
        var row = new List<float>();
        for (var column = 0; column < cells.Length - 1; column++)
        {
            if (values.TryGetValue(column, out var kinds))
                row.AddRange(kinds.Select(kind => kind == cells[column] ? 1f : 0f));
            else
                row.Add(float.Parse(cells[column], NumberStyles.Float, CultureInfo.InvariantCulture));
        }

        return [.. row];
    }
}
