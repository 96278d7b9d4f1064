using System.Globalization;

namespace Gan.Benchmarks.Anomaly;

/// <summary>Pictures of one class are normal, those of the others abnormal; once for every class.</summary>
internal sealed class OneClassExperiment(LabelledImages pictures) : AnomalyExperiment
{
    private const int MostRows = 1000;

    public override string Protocol =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{pictures.Name}; trained on at most {MostRows:N0} pictures of one class, tested on all test pictures."
        );

    public override IReadOnlyList<string> Sets { get; } =
    [.. Enumerable.Range(0, pictures.Classes).Select(c => c.ToString(CultureInfo.InvariantCulture))];

    public override AnomalySplit Split(string set, int seed)
    {
        var normalClass = int.Parse(set, CultureInfo.InvariantCulture);
        var (training, test) = pictures.Split(seed);
        var normal = training.Where(label => label == normalClass);
        var rows = Enumerable.Range(0, normal.Count).ToArray();
        new Random(seed).Shuffle(rows);
        return new AnomalySplit(
            normal.Select(rows[..Math.Min(MostRows, rows.Length)]).WithoutLabels(),
            [.. Enumerable.Range(0, test.Count).Select(i => test.Sample(i).ToArray())],
            [.. test.Labels!.Select(label => label != normalClass)]
        );
    }
}
