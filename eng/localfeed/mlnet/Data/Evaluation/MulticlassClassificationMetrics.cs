namespace Microsoft.ML.Data;

public sealed class MulticlassClassificationMetrics
{
    internal MulticlassClassificationMetrics(MulticlassEvaluator.Counts counts, int topK, string[] names)
    {
        var perClass = counts.Confusion.Select(row => row.Sum()).ToArray();
        var total = perClass.Sum();
        if (total == 0)
            throw new InvalidOperationException("There are no rows with a label to evaluate.");
        MicroAccuracy = counts.Confusion.Select((row, k) => row[k]).Sum() / total;
        MacroAccuracy = counts.Confusion.Select((row, k) => (Right: row[k], All: perClass[k])).Where(pair => pair.All > 0).Average(pair => pair.Right / pair.All);
        LogLoss = counts.LogLoss.Sum() / total;
        var entropy = -perClass.Where(count => count > 0).Sum(count => count / total * Math.Log(count / total));
        LogLossReduction = (entropy - LogLoss) / entropy;
        PerClassLogLoss = [.. counts.LogLoss.Select((loss, k) => perClass[k] > 0 ? loss / perClass[k] : 0)];
        ConfusionMatrix = new ConfusionMatrix(counts.Confusion, names);
        var cumulative = new double[counts.AtRank.Length];
        for (var k = 0; k < cumulative.Length; k++)
            cumulative[k] = (k > 0 ? cumulative[k - 1] : 0) + (counts.AtRank[k] / total);
        TopKAccuracyForAllK = [.. cumulative.Take(topK)];
        TopKPredictionCount = topK;
        TopKAccuracy = topK > 0 ? cumulative[Math.Min(topK, cumulative.Length) - 1] : 0;
    }

    public double LogLoss { get; }

    public double LogLossReduction { get; }

    public double MacroAccuracy { get; }

    public double MicroAccuracy { get; }

    public double TopKAccuracy { get; }

    public int TopKPredictionCount { get; }

    public IReadOnlyList<double> TopKAccuracyForAllK { get; }

    public IReadOnlyList<double> PerClassLogLoss { get; }

    public ConfusionMatrix ConfusionMatrix { get; }
}
