using System.Globalization;

namespace Gan.Benchmarks.Anomaly;

/// <summary>One digit is normal, the nine others abnormal; once for every digit.</summary>
internal sealed class OneDigitExperiment(DigitImages pictures) : AnomalyExperiment
{
    private const int MostRows = 1000;

    public override string Protocol =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{pictures.Name}; trained on at most {MostRows:N0} pictures of one digit, tested on all test pictures."
        );

    public override IReadOnlyList<string> Sets { get; } =
    [.. Enumerable.Range(0, 10).Select(d => d.ToString(CultureInfo.InvariantCulture))];

    public override AnomalySplit Split(string set, int seed)
    {
        var digit = int.Parse(set, CultureInfo.InvariantCulture);
        var (training, test) = pictures.Split(seed);
        var normal = training.Where(label => label == digit);
        var rows = Enumerable.Range(0, normal.Count).ToArray();
        new Random(seed).Shuffle(rows);
        return new AnomalySplit(
            normal.Select(rows[..Math.Min(MostRows, rows.Length)]).WithoutLabels(),
            [.. Enumerable.Range(0, test.Count).Select(i => test.Sample(i).ToArray())],
            [.. test.Labels!.Select(label => label != digit)]
        );
    }
}
