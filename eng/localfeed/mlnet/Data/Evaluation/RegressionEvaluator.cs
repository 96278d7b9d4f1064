namespace Microsoft.ML.Data;

internal static class RegressionEvaluator
{
    public static RegressionMetrics Evaluate(IDataView data, string labelName, string scoreName)
    {
        var score = ScoredRows.FindSingle(data, "Score", scoreName);
        var rows = ScoredRows.Read(data, ScoredRows.Find(data, "Label", labelName), score).Where(row => !float.IsNaN(row[0])).ToArray();
        if (rows.Length == 0)
            throw new InvalidOperationException("There are no rows to evaluate.");
        return new RegressionMetrics(rows);
    }
}
