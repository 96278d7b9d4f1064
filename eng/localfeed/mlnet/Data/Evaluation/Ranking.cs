namespace Microsoft.ML.Data;

/// <summary>Curves over scores of positives and negatives.</summary>
internal static class Ranking
{
    /// <summary>The probability that a positive scores higher than a negative; a tie counts half.</summary>
    public static double AreaUnderRoc(IReadOnlyList<(float Score, bool Positive)> rows)
    {
        var sorted = rows.OrderBy(row => row.Score).ToArray();
        double below = 0, area = 0;
        for (var start = 0; start < sorted.Length;)
        {
            int end = start, positives = 0;
            for (; end < sorted.Length && sorted[end].Score == sorted[start].Score; end++)
                positives += sorted[end].Positive ? 1 : 0;
            var negatives = end - start - positives;
            area += positives * (below + (negatives / 2.0));
            below += negatives;
            start = end;
        }
        var allPositives = sorted.Count(row => row.Positive);
        return area / (allPositives * (double)(sorted.Length - allPositives));
    }

    /// <summary>The area under precision over recall, by trapezoids between the rows in the scores' order; of rows with the same
    /// score, the earlier counts first.</summary>
    public static double AreaUnderPrecisionRecall(IReadOnlyList<(float Score, bool Positive)> rows)
    {
        var sorted = rows.OrderByDescending(row => row.Score).ToArray();
        var allPositives = (double)sorted.Count(row => row.Positive);
        double area = 0, lastRecall = 0, lastPrecision = 1;
        int truePositives = 0;
        for (var i = 0; i < sorted.Length; i++)
        {
            truePositives += sorted[i].Positive ? 1 : 0;
            double recall = truePositives / allPositives, precision = truePositives / (i + 1.0);
            area += (recall - lastRecall) * (precision + lastPrecision) / 2;
            (lastRecall, lastPrecision) = (recall, precision);
        }
        return area;
    }
}
