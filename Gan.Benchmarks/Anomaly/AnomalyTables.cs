using System.Globalization;

namespace Gan.Benchmarks.Anomaly;

/// <summary>Prints what was measured as Markdown.</summary>
internal static class AnomalyTables
{
    public static void Print(AnomalyExperiment experiment, IReadOnlyList<AnomalyRow> rows)
    {
        Print("AUC-ROC", experiment, rows, r => r.AucRoc, withPublished: true);
        Print("AUC-PR", experiment, rows, r => r.AucPr, withPublished: false);
        Print("F1 at the contamination threshold", experiment, rows, r => r.F1, withPublished: false);
        Console.WriteLine(
            "\nPrecision, recall and F1 alone mislead: they hang on the threshold and on the share of abnormal rows. Read "
                + "the areas first."
        );
        Verdict(experiment, rows);
    }

    private static void Print(
        string title,
        AnomalyExperiment experiment,
        IReadOnlyList<AnomalyRow> rows,
        Func<AnomalyRow, double> figure,
        bool withPublished
    )
    {
        var methods = rows.Select(r => r.Method).Distinct().ToArray();
        string[] published = withPublished && experiment.HasPublished ? PublishedResults.Methods : [];
        Console.WriteLine($"\n{title}\n\n| set | {string.Join(" | ", methods.Concat(published.Select(p => $"*{p}*")))} |");
        Console.WriteLine($"|---{string.Concat(methods.Concat(published).Select(_ => "|---"))}|");
        foreach (var set in experiment.Sets)
        {
            var ours = methods.Select(m => MeanAndDeviation([.. rows.Where(r => r.Set == set && r.Method == m).Select(figure)]));
            var theirs = published.Select((_, i) => Text(PublishedResults.AucRoc[set][i]));
            Console.WriteLine($"| {set} | {string.Join(" | ", ours.Concat(theirs))} |");
        }

        if (experiment.Sets.Count == 1)
            return;
        var means = methods.Select(m => Text(rows.Where(r => r.Method == m).GroupBy(r => r.Set).Average(g => g.Average(figure))));
        var theirMeans = published.Select((_, i) => Text(experiment.Sets.Average(s => PublishedResults.AucRoc[s][i])));
        Console.WriteLine($"| mean | {string.Join(" | ", means.Concat(theirMeans))} |");
    }

    private static void Verdict(AnomalyExperiment experiment, IReadOnlyList<AnomalyRow> rows)
    {
        if (!experiment.HasPublished || experiment.Sets.Count < PublishedResults.AucRoc.Count)
            return;
        var ganomaly = experiment.Sets.Average(s => PublishedResults.AucRoc[s][^1]);
        double Mean(string method) =>
            rows.Where(r => r.Method == method).GroupBy(r => r.Set).Average(g => g.Average(r => r.AucRoc));
        var knn = rows.Any(r => r.Method == "knn") ? Mean("knn") : double.NaN;
        foreach (var method in rows.Select(r => r.Method).Distinct().Where(m => m is not ("knn" or "knn-k20" or "pca")))
        {
            var (mean, worst) = (
                Mean(method),
                rows.Where(r => r.Method == method).GroupBy(r => r.Set).Min(g => g.Average(r => r.AucRoc))
            );
            var passed = mean > ganomaly && mean >= knn - 0.02 && worst >= 0.6;
            Console.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{(passed ? "PASS" : "MISS")} {method}: mean {mean:F3} (above {ganomaly:F3}, at least {knn - 0.02:F3}), "
                        + $"worst set {worst:F3} (at least 0.600)"
                )
            );
        }
    }

    private static string MeanAndDeviation(double[] values)
    {
        if (values.Length == 0)
            return "";
        var mean = values.Average();
        return values.Length == 1
            ? Text(mean)
            : $"{Text(mean)} ± {Text(Math.Sqrt(values.Sum(v => (v - mean) * (v - mean)) / (values.Length - 1)))}";
    }

    private static string Text(double value) => value.ToString("F3", CultureInfo.InvariantCulture);
}
