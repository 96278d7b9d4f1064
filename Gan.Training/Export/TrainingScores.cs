using Gan.Onnx.Bundles;
using Gan.Training.Data;
using Microsoft.ML.OnnxRuntime;

namespace Gan.Training.Export;

/// <summary>The anomaly scores that an exported discriminator gives the rows it was trained on.</summary>
internal static class TrainingScores
{
    private const int BatchSize = 256;

    /// <summary>The score above which a share of the rows lies.</summary>
    /// <param name="bundle">Holds the discriminator.</param>
    /// <param name="data">The rows; for a discriminator that needs labels, those without one are left out.</param>
    /// <param name="share">The share, in (0, 1).</param>
    public static double Threshold(GanBundle bundle, Dataset data, double share)
    {
        var scores = Compute(bundle.GetModel(GanBundle.DiscriminatorFile).ToArray(), data);
        Array.Sort(scores);
        return scores[(int)Math.Ceiling((1 - share) * scores.Length) - 1];
    }

    private static float[] Compute(byte[] model, Dataset data)
    {
        using var session = new InferenceSession(model);
        using var options = new RunOptions();
        var labels = session.InputNames.Contains("label") ? data.ClassNumbers()! : null;
        var scores = new List<float>(data.Count);
        foreach (var rows in Enumerable.Range(0, data.Count).Where(row => labels is null || labels[row] >= 0).Chunk(BatchSize))
        {
            var samples = new float[rows.Length * data.SampleSize];
            for (var i = 0; i < rows.Length; i++) data.Sample(rows[i]).CopyTo(samples.AsSpan(i * data.SampleSize));
            using var x = OrtValue.CreateTensorValueFromMemory(samples, [rows.Length, .. data.Shape.Select(n => (long)n)]);
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
