namespace Microsoft.ML.Data;

public class BinaryClassificationMetrics
{
    internal BinaryClassificationMetrics(BinaryCounts counts)
    {
        AreaUnderRocCurve = counts.AreaUnderRoc;
        AreaUnderPrecisionRecallCurve = counts.AreaUnderPrecisionRecall;
        Accuracy = (counts.TruePositives + counts.TrueNegatives)
            / (counts.TruePositives + counts.TrueNegatives + counts.FalsePositives + counts.FalseNegatives);
        PositivePrecision = Share(counts.TruePositives, counts.FalsePositives);
        PositiveRecall = Share(counts.TruePositives, counts.FalseNegatives);
        NegativePrecision = Share(counts.TrueNegatives, counts.FalseNegatives);
        NegativeRecall = Share(counts.TrueNegatives, counts.FalsePositives);
        F1Score = 2 * PositivePrecision * PositiveRecall / (PositivePrecision + PositiveRecall);
        ConfusionMatrix = new ConfusionMatrix(
            [[counts.TruePositives, counts.FalseNegatives], [counts.FalsePositives, counts.TrueNegatives]], ["positive", "negative"]);
    }

    public double AreaUnderRocCurve { get; }

    public double Accuracy { get; }

    public double PositivePrecision { get; }

    public double PositiveRecall { get; }

    public double NegativePrecision { get; }

    public double NegativeRecall { get; }

    public double F1Score { get; }

    public double AreaUnderPrecisionRecallCurve { get; }

    public ConfusionMatrix ConfusionMatrix { get; }

    private static double Share(double right, double wrong) => right + wrong > 0 ? right / (right + wrong) : 0;
}
