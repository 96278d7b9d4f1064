using Gan.Onnx.Bundles;
using Gan.Training.Data;
using Microsoft.ML.OnnxRuntime;

namespace Gan.Training.Export;

/// <summary>The anomaly scores that an exported discriminator gives the rows it was trained on.</summary>
internal static class TrainingScores
{
    private const int LargestBatch = 256;

    // Of large samples so many at once are as fast, and what the engine keeps for them is a fraction.
    private const int ValuesAtOnce = 1 << 16;

    /// <summary>Scores the rows.</summary>
    /// <param name="bundle">Holds the discriminator.</param>
    /// <param name="data">The rows; for a discriminator that needs labels, those without one are left out.</param>
    public static float[] Compute(GanBundle bundle, Dataset data) =>
        Compute(bundle.GetModel(GanBundle.DiscriminatorFile).ToArray(), data);

    /// <summary>What the rows' scores say about others': the threshold that a share of them exceeds, and how scores become
    /// probabilities.</summary>
    /// <param name="score">What is known of the score already, the share (contamination, in (0, 1)) among it.</param>
    /// <param name="scores">The scores of the training rows; at least one.</param>
    public static BundleScore Describe(BundleScore score, IReadOnlyList<float> scores) =>
        score with
        {
            Threshold = ScoreThreshold.Of(scores, score.Contamination),
            Calibration = Calibrate(scores),
        };

    /// <summary>Fits <see cref="ScoreCalibration"/>.</summary>
    /// <param name="scores">The scores of the training rows; at least one.</param>
    public static ScoreCalibration Calibrate(IReadOnlyList<float> scores)
    {
        var mean = scores.Average(s => (double)s);
        var deviation = Math.Sqrt(scores.Average(s => (s - mean) * (s - mean)));
        // Rows that all score alike leave no room around them: whatever scores higher is abnormal.
        return new ScoreCalibration { Mean = mean, StandardDeviation = Math.Max(deviation, 1e-6 * Math.Max(1, Math.Abs(mean))) };
    }

    private static float[] Compute(byte[] model, Dataset data)
    {
        using var session = new InferenceSession(model);
        using var options = new RunOptions();
        var labels = session.InputNames.Contains("label") ? data.ClassNumbers()! : null;
        var scores = new List<float>(data.Count);
        var batchSize = Math.Clamp(ValuesAtOnce / data.SampleSize, 1, LargestBatch);
        // One for all batches: of sixty thousand pictures each would be garbage that is collected late.
        var buffer = new float[Math.Min(batchSize, data.Count) * data.SampleSize];
        foreach (var rows in Enumerable.Range(0, data.Count).Where(row => labels is null || labels[row] >= 0).Chunk(batchSize))
        {
            data.CopyTo(rows, buffer);
            using var x = OrtValue.CreateTensorValueFromMemory(
                OrtMemoryInfo.DefaultInstance,
                buffer.AsMemory(0, rows.Length * data.SampleSize),
                [rows.Length, .. data.Shape.Select(n => (long)n)]
            );
            using var label = labels is null
                ? null
                : OrtValue.CreateTensorValueFromMemory(rows.Select(row => labels[row]).ToArray(), [rows.Length]);
            using var results = label is null
                ? session.Run(options, ["x"], [x], ["score"])
                : session.Run(options, ["x", "label"], [x, label], ["score"]);
            scores.AddRange(results[0].GetTensorDataAsSpan<float>());
        }

        return [.. scores];
    }
}
