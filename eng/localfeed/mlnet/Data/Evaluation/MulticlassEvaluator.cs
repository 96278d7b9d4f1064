using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

internal static class MulticlassEvaluator
{
    public static MulticlassClassificationMetrics Evaluate(IDataView data, string labelName, string scoreName, string predictedName, int topK)
    {
        var score = ScoredRows.Find(data, "Score", scoreName);
        var label = ScoredRows.Find(data, "Label", labelName);
        ScoredRows.Find(data, "PredictedLabel", predictedName);
        if (!score.Type.IsSingleVector())
            throw Errors.Mismatch("schema", "score", scoreName, "Vector<Single>", score.Type.ToString()!);
        var classes = score.Type.ValueCount();
        if (label.Type is not KeyDataViewType && label.Type is not NumberDataViewType)
            throw Errors.Mismatch("schema", "label", labelName, "Single, Double or Key", label.Type.ToString()!);
        var counts = new Counts(classes);
        using var cursor = data.GetRowCursor([score, label]);
        var readScores = cursor.GetGetter<VBuffer<float>>(score);
        var readLabel = Getters.Single(cursor, label);
        VBuffer<float> buffer = default;
        var scores = new float[classes];
        while (cursor.MoveNext())
        {
            float actual = 0;
            readScores(ref buffer);
            buffer.CopyTo(scores);
            readLabel(ref actual);
            if (float.IsNaN(actual) || actual < 0 || actual >= classes)
                continue;
            // The scores decide, because a predicted label may have been mapped back to its value.
            counts.Add(scores, (int)actual, Best(scores));
        }
        return new MulticlassClassificationMetrics(counts, topK, Names(score, classes));
    }

    private static int Best(float[] scores)
    {
        var best = 0;
        for (var k = 1; k < scores.Length; k++)
            if (scores[k] > scores[best])
                best = k;
        return best;
    }

    private static string[] Names(DataViewSchema.Column score, int classes)
    {
        if (!score.HasSlotNames())
            return [.. Enumerable.Range(0, classes).Select(k => k.ToString(System.Globalization.CultureInfo.InvariantCulture))];
        VBuffer<ReadOnlyMemory<char>> names = default;
        score.GetSlotNames(ref names);
        return [.. names.DenseValues().Select(name => name.ToString())];
    }

    internal sealed class Counts(int classes)
    {
        public double[][] Confusion { get; } = [.. Enumerable.Range(0, classes).Select(_ => new double[classes])];

        public double[] LogLoss { get; } = new double[classes];

        /// <summary>How many rows have their class at each place of the scores' order, best first.</summary>
        public double[] AtRank { get; } = new double[classes];

        public void Add(float[] scores, int actual, int predicted)
        {
            Confusion[actual][predicted]++;
            LogLoss[actual] -= Math.Log(Math.Clamp(scores[actual], 1e-15f, 1));
            AtRank[scores.Count(score => score > scores[actual])]++;
        }
    }
}
