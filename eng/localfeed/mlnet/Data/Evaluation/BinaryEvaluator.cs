namespace Microsoft.ML.Data;

internal static class BinaryEvaluator
{
    public static BinaryClassificationMetrics Evaluate(IDataView data, string labelName, string scoreName)
    {
        var rows = ScoredRows.Read(data, ScoredRows.Find(data, "Label", labelName), ScoredRows.FindSingle(data, "Score", scoreName));
        return new BinaryClassificationMetrics(new BinaryCounts(Pairs(rows)));
    }

    public static CalibratedBinaryClassificationMetrics EvaluateCalibrated(IDataView data, string labelName, string scoreName, string probabilityName)
    {
        var score = ScoredRows.FindSingle(data, "Score", scoreName);
        var label = ScoredRows.Find(data, "Label", labelName);
        var rows = ScoredRows.Read(data, label, score, ScoredRows.FindSingle(data, "Probability", probabilityName));
        double loss = 0, positives = 0, count = 0;
        foreach (var row in rows)
        {
            if (float.IsNaN(row[0]) || float.IsNaN(row[1]))
                continue;
            count++;
            positives += row[0] > 0 ? 1 : 0;
            loss -= Math.Log2(row[0] > 0 ? row[2] : 1 - row[2]);
        }
        var prior = positives / count;
        return new CalibratedBinaryClassificationMetrics(new BinaryCounts(Pairs(rows)), loss / count, Bits(prior) + Bits(1 - prior));
    }

    private static double Bits(double share) => share > 0 ? -share * Math.Log2(share) : 0;

    private static List<(float Score, bool Positive)> Pairs(List<float[]> rows) =>
        [.. rows.Where(row => !float.IsNaN(row[0]) && !float.IsNaN(row[1])).Select(row => (row[1], row[0] > 0))];
}
