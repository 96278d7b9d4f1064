using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

internal static class AnomalyEvaluator
{
    public static AnomalyDetectionMetrics Evaluate(IDataView data, string labelName, string scoreName, string predictedName, int falsePositiveCount)
    {
        var score = ScoredRows.FindSingle(data, "Score", scoreName);
        var label = ScoredRows.Find(data, "Label", labelName);
        ScoredRows.Find(data, "PredictedLabel", predictedName);
        if (label.Type != NumberDataViewType.Single && label.Type is not KeyDataViewType { Count: 2 })
            throw Errors.Mismatch("schema", "label", labelName, "Single or a Key with cardinality 2", label.Type.ToString()!);
        var rows = ScoredRows.Read(data, label, score).Where(row => !float.IsNaN(row[0]) && !float.IsNaN(row[1]))
            .Select(row => (Score: row[1], Positive: row[0] > 0)).ToArray();
        var positives = rows.Count(row => row.Positive);
        if (positives == 0)
            throw new ArgumentOutOfRangeException("PosSample", "AUC is not defined when there is no positive class in the data");
        if (positives == rows.Length)
            throw new ArgumentOutOfRangeException("NegSample", "AUC is not defined when there is no negative class in the data");
        return new AnomalyDetectionMetrics(Ranking.AreaUnderRoc(rows), DetectionRate(rows, positives, falsePositiveCount));
    }

    /// <summary>The share of positives that score above the negative with the given rank.</summary>
    private static double DetectionRate((float Score, bool Positive)[] rows, int positives, int falsePositiveCount)
    {
        int found = 0, wrong = 0;
        foreach (var (_, positive) in rows.OrderByDescending(row => row.Score))
        {
            if (positive)
                found++;
            else if (++wrong > falsePositiveCount)
                break;
        }
        return (double)found / positives;
    }
}
