namespace Microsoft.ML.Data;

/// <summary>How many rows of each label a threshold of 0 on the score calls what.</summary>
internal sealed class BinaryCounts
{
    public BinaryCounts(List<(float Score, bool Positive)> rows)
    {
        if (rows.Count == 0)
            throw new InvalidOperationException("There are no rows to evaluate.");
        foreach (var (score, positive) in rows)
        {
            if (positive && score > 0)
                TruePositives++;
            else if (positive)
                FalseNegatives++;
            else if (score > 0)
                FalsePositives++;
            else
                TrueNegatives++;
        }
        if (TruePositives + FalseNegatives == 0)
            throw new ArgumentOutOfRangeException("PosSample", "AUC is not defined when there is no positive class in the data");
        if (TrueNegatives + FalsePositives == 0)
            throw new ArgumentOutOfRangeException("NegSample", "AUC is not defined when there is no negative class in the data");
        AreaUnderRoc = Ranking.AreaUnderRoc(rows);
        AreaUnderPrecisionRecall = Ranking.AreaUnderPrecisionRecall(rows);
    }

    public double TruePositives { get; }

    public double FalsePositives { get; }

    public double TrueNegatives { get; }

    public double FalseNegatives { get; }

    public double AreaUnderRoc { get; }

    public double AreaUnderPrecisionRecall { get; }
}
