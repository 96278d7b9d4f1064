using System.Diagnostics;
using Gan.Training.Detection;
using Gan.Training.Evaluation;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Gan.Benchmarks.Anomaly;

/// <summary>ML.NET's own anomaly detector, RandomizedPca, on min-max-scaled columns, with half as many components as
/// columns.</summary>
internal sealed class PcaMethod(double contamination) : IAnomalyMethod
{
    private const string Features = "Features";

    public string Name => "pca";

    public MethodScores Run(AnomalySplit split, int seed)
    {
        var clock = Stopwatch.StartNew();
        var ml = new MLContext(seed);
        var size = split.Training.SampleSize;
        var schema = SchemaDefinition.Create(typeof(Row));
        schema[Features].ColumnType = new VectorDataViewType(NumberDataViewType.Single, size);
        var scaling = split.Training.Shape.Count == 1 ? ColumnScaling.Fit(split.Training) : null;
        IDataView View(IEnumerable<float[]> rows) =>
            ml.Data.LoadFromEnumerable(rows.Select(row => new Row { Features = Scale(row, scaling) }).ToArray(), schema);
        var training = View(Enumerable.Range(0, split.Training.Count).Select(i => split.Training.Sample(i).ToArray()));
        var trainer = ml.AnomalyDetection.Trainers.RandomizedPca(
            Features,
            rank: Math.Max(1, Math.Min(size / 2, split.Training.Count - 1)),
            seed: seed
        );
        var model = trainer.Fit(training);
        float[] Scores(IDataView view) => [.. model.Transform(view).GetColumn<float>("Score")];
        var threshold = AnomalyMetrics.Threshold(Finite(Scores(training)), contamination);
        return new MethodScores(Finite(Scores(View(split.Test))), threshold, clock.Elapsed.TotalSeconds);
    }

    private static float[] Scale(float[] row, ColumnScaling? scaling) =>
        scaling is null
            ? row
            :
            [
                .. row.Select(
                    (value, column) =>
                        ((float.IsNaN(value) ? scaling.Fill[column] : value) - scaling.Offset[column]) * scaling.Factor[column]
                ),
            ];

    private static float[] Finite(float[] scores) => [.. scores.Select(s => float.IsNaN(s) ? 0 : s)];

    private sealed class Row
    {
        public float[] Features { get; set; } = [];
    }
}
