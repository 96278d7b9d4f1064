using Gan.Training.Evaluation;

namespace Gan.Tests.Training.Evaluation;

/// <summary>Areas and F1 against values worked out by hand.</summary>
[TestClass]
public sealed class AnomalyMetricsTests
{
    private static readonly bool[] Labels = [false, false, true, true];

    [TestMethod]
    // 0.35 is above one of the two normal rows, 0.8 above both: 3 of 4 pairs.
    [DataRow(new[] { 0.1f, 0.4f, 0.35f, 0.8f }, 0.75)]
    [DataRow(new[] { 1f, 2f, 3f, 4f }, 1.0)]
    [DataRow(new[] { 4f, 3f, 2f, 1f }, 0.0)]
    [DataRow(new[] { 5f, 5f, 5f, 5f }, 0.5)]
    // Pairs: (1, 2) and (1, 3) won, (2, 2) tied, (2, 3) won.
    [DataRow(new[] { 1f, 2f, 2f, 3f }, 3.5 / 4)]
    [DataRow(new[] { float.NegativeInfinity, 0f, 0f, float.PositiveInfinity }, 3.5 / 4)]
    public void Area_under_the_ROC_is_the_share_of_pairs_won(float[] scores, double expected) =>
        Assert.AreEqual(expected, AnomalyMetrics.AucRoc(scores, Labels), 1e-12);

    [TestMethod]
    // Falling: 0.8 (hit): 1/2 * 1/1; 0.4 (miss); 0.35 (hit): 1/2 * 2/3.
    [DataRow(new[] { 0.1f, 0.4f, 0.35f, 0.8f }, 0.5 + 1.0 / 3)]
    [DataRow(new[] { 1f, 2f, 3f, 4f }, 1.0)]
    // Falling: two misses, then 1/2 * 1/3 and 1/2 * 2/4.
    [DataRow(new[] { 4f, 3f, 2f, 1f }, 1.0 / 6 + 0.25)]
    // All pass together: precision 1/2 for the whole recall.
    [DataRow(new[] { 5f, 5f, 5f, 5f }, 0.5)]
    // 3 (hit): 1/2 * 1; the tied pair of a hit and a miss: 1/2 * 2/3.
    [DataRow(new[] { 1f, 2f, 2f, 3f }, 0.5 + 1.0 / 3)]
    public void Area_under_precision_and_recall_is_average_precision(float[] scores, double expected) =>
        Assert.AreEqual(expected, AnomalyMetrics.AucPr(scores, Labels), 1e-12);

    [TestMethod]
    // Called: 0.4 and 0.8, one of them right; 2 * 1 / (2 + 2).
    [DataRow(0.36f, 0.5)]
    [DataRow(0.8f, 0.0)]
    [DataRow(0f, 2.0 * 2 / (4 + 2))]
    // Exactly at the threshold is not above it: 0.8 alone, 2 * 1 / (1 + 2).
    [DataRow(0.4f, 2.0 / 3)]
    public void F1_counts_what_is_above_the_threshold(float threshold, double expected) =>
        Assert.AreEqual(expected, AnomalyMetrics.F1([0.1f, 0.4f, 0.35f, 0.8f], Labels, threshold), 1e-12);

    [TestMethod]
    public void A_share_of_the_scores_lies_above_the_threshold()
    {
        var scores = Enumerable.Range(0, 100).Select(i => (float)((i * 37) % 100)).ToArray();
        foreach (var share in new[] { 0.01, 0.05, 0.5 })
            Assert.AreEqual((int)(share * 100), scores.Count(s => s > AnomalyMetrics.Threshold(scores, share)), $"{share}");
        foreach (var share in new[] { 0, 0.51, double.NaN })
            Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => AnomalyMetrics.Threshold(scores, share));
        Assert.ThrowsExactly<ArgumentException>(() => AnomalyMetrics.Threshold([], 0.1));
        Assert.ThrowsExactly<ArgumentException>(() => AnomalyMetrics.Threshold([1, float.NaN], 0.1));
    }

    [TestMethod]
    public void What_cannot_be_measured_is_refused()
    {
        StringAssert.StartsWith(
            Assert.ThrowsExactly<ArgumentException>(() => AnomalyMetrics.AucRoc([1f], Labels)).Message,
            "There are 1 scores and 4 labels."
        );
        StringAssert.StartsWith(
            Assert.ThrowsExactly<ArgumentException>(() => AnomalyMetrics.AucPr([1f, 2f], [true, true])).Message,
            "There must be both normal and abnormal rows."
        );
        StringAssert.StartsWith(
            Assert.ThrowsExactly<ArgumentException>(() => AnomalyMetrics.AucRoc([1f, 2f, float.NaN, 1f], Labels)).Message,
            "A score is NaN."
        );
    }
}
