using Gan.Onnx.Bundles;

namespace Gan.Training.Evaluation;

/// <summary>How well scores tell abnormal rows from normal ones. A higher score means more abnormal; a label is true where a row
/// is abnormal.</summary>
/// <remarks>Report the areas first. Precision, recall and F1 depend on where the threshold lies and on how many abnormal rows
/// there are, and may be high for scores that are of no use: where 80 % of the rows are abnormal, calling all of them so gives an
/// F1 of 0.89.</remarks>
public static class AnomalyMetrics
{
    /// <summary>The area under the receiver operating characteristic: the share of pairs of an abnormal and a normal row in which
    /// the abnormal one has the higher score, equal scores counting one half (Mann and Whitney).</summary>
    /// <param name="scores">Scores; not NaN.</param>
    /// <param name="labels">One label a score; both kinds must be there.</param>
    /// <returns>A number in [0, 1]; 0.5 where scores say nothing.</returns>
    /// <exception cref="ArgumentException">The numbers differ, a score is NaN, or all labels are the same.</exception>
    public static double AucRoc(IReadOnlyList<float> scores, IReadOnlyList<bool> labels)
    {
        var order = Check(scores, labels);
        var (abnormal, pairs) = (labels.Count(l => l), 0.0);
        var normalBelow = 0L;
        foreach (var tied in Ties(order, scores))
        {
            var (abnormalHere, normalHere) = Count(tied, labels);
            pairs += abnormalHere * (normalBelow + normalHere / 2.0);
            normalBelow += normalHere;
        }

        return pairs / ((double)abnormal * (scores.Count - abnormal));
    }

    /// <summary>The area under the precision-recall curve as average precision: the sum over falling thresholds of precision
    /// times the gain of recall, without interpolation. Rows of the same score pass the threshold together.</summary>
    /// <param name="scores">Scores; not NaN.</param>
    /// <param name="labels">One label a score; both kinds must be there.</param>
    /// <returns>A number in (0, 1]; the share of abnormal rows where scores say nothing.</returns>
    /// <exception cref="ArgumentException">The numbers differ, a score is NaN, or all labels are the same.</exception>
    public static double AucPr(IReadOnlyList<float> scores, IReadOnlyList<bool> labels)
    {
        var order = Check(scores, labels);
        Array.Reverse(order);
        var (abnormal, area) = (labels.Count(l => l), 0.0);
        var (found, called) = (0L, 0L);
        foreach (var tied in Ties(order, scores))
        {
            var (abnormalHere, normalHere) = Count(tied, labels);
            found += abnormalHere;
            called += abnormalHere + normalHere;
            area += (double)abnormalHere / abnormal * found / called;
        }

        return area;
    }

    /// <summary>F1, the harmonic mean of precision and recall, where rows above a threshold are called abnormal.</summary>
    /// <param name="scores">Scores; not NaN.</param>
    /// <param name="labels">One label a score; both kinds must be there.</param>
    /// <param name="threshold">The threshold, as from <see cref="Threshold"/> of training scores.</param>
    /// <returns>A number in [0, 1]; 0 where no abnormal row is found.</returns>
    /// <exception cref="ArgumentException">The numbers differ, a score is NaN, or all labels are the same.</exception>
    public static double F1(IReadOnlyList<float> scores, IReadOnlyList<bool> labels, double threshold)
    {
        Check(scores, labels);
        var (right, called) = (0L, 0L);
        for (var i = 0; i < scores.Count; i++)
        {
            if (!(scores[i] > threshold))
                continue;
            called++;
            if (labels[i])
                right++;
        }

        return 2.0 * right / (called + labels.Count(l => l));
    }

    /// <summary>The threshold above which a share of the scores lies.</summary>
    /// <param name="scores">Scores of rows that were trained on, or held out from them; at least one, and not NaN.</param>
    /// <param name="contamination">The share, in (0, 0.5].</param>
    /// <exception cref="ArgumentException">There are no scores, or one is NaN.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The share is out of its range.</exception>
    public static double Threshold(IReadOnlyList<float> scores, double contamination)
    {
        ArgumentNullException.ThrowIfNull(scores);
        if (scores.Count == 0)
            throw new ArgumentException("There are no scores.", nameof(scores));
        CheckNumbers(scores);
        ScoreThreshold.RequireContamination(contamination);
        return ScoreThreshold.Of(scores, contamination);
    }

    private static int[] Check(IReadOnlyList<float> scores, IReadOnlyList<bool> labels)
    {
        ArgumentNullException.ThrowIfNull(scores);
        ArgumentNullException.ThrowIfNull(labels);
        if (scores.Count != labels.Count)
            throw new ArgumentException($"There are {scores.Count} scores and {labels.Count} labels.", nameof(labels));
        if (labels.Distinct().Count() < 2)
            throw new ArgumentException("There must be both normal and abnormal rows.", nameof(labels));
        CheckNumbers(scores);
        return [.. Enumerable.Range(0, scores.Count).OrderBy(i => scores[i])];
    }

    private static void CheckNumbers(IReadOnlyList<float> scores)
    {
        if (scores.Any(float.IsNaN))
            throw new ArgumentException("A score is NaN.", nameof(scores));
    }

    /// <summary>The rows in order, those of the same score together.</summary>
    private static IEnumerable<ArraySegment<int>> Ties(int[] order, IReadOnlyList<float> scores)
    {
        for (int start = 0, end; start < order.Length; start = end)
        {
            for (end = start + 1; end < order.Length && scores[order[end]] == scores[order[start]]; )
                end++;
            yield return new ArraySegment<int>(order, start, end - start);
        }
    }

    private static (long Abnormal, long Normal) Count(ArraySegment<int> rows, IReadOnlyList<bool> labels)
    {
        var abnormal = rows.LongCount(i => labels[i]);
        return (abnormal, rows.Count - abnormal);
    }
}
