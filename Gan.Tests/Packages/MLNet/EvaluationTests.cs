using Microsoft.ML;
using Microsoft.ML.Data;

namespace Gan.Tests.Packages.MLNet;

[TestClass]
public sealed class EvaluationTests
{
    private static readonly ScoredPoint[] Rows =
    [
        Row(true, 0.9f, 0.8f), Row(false, 0.8f, 0.3f), Row(true, 0.8f, 0.6f), Row(false, -0.2f, 0.4f), Row(true, -0.5f, 0.2f),
        Row(false, -1, 0.1f), Row(true, 2, 0.95f),
    ];

    private readonly MLContext _ml = new(1);

    [TestMethod]
    public void Binary_metrics_are_those_counted_by_hand()
    {
        var metrics = _ml.BinaryClassification.Evaluate(_ml.Data.LoadFromEnumerable(Rows));
        // Of 12 pairs of a positive and a negative, 9 are in order and one is a tie.
        Assert.AreEqual(9.5 / 12, metrics.AreaUnderRocCurve, 1e-9);
        Assert.AreEqual(5 / 7.0, metrics.Accuracy, 1e-9);
        Assert.AreEqual(0.75, metrics.PositivePrecision, 1e-9);
        Assert.AreEqual(0.75, metrics.PositiveRecall, 1e-9);
        Assert.AreEqual(2 / 3.0, metrics.NegativeRecall, 1e-9);
        Assert.AreEqual(0.75, metrics.F1Score, 1e-9);
        Assert.AreEqual(Rows.Average(row => -Math.Log2(row.Label ? row.Probability : 1 - row.Probability)), metrics.LogLoss, 1e-6);
        Assert.AreEqual(0.8354166666666666, metrics.AreaUnderPrecisionRecallCurve, 1e-9);
        Assert.AreEqual(3, metrics.ConfusionMatrix.Counts[0][0]);
    }

    [TestMethod]
    public void Anomaly_metrics_are_those_counted_by_hand()
    {
        var rows = Rows.Select(row => new AnomalyRow { Label = row.Label ? 1 : 0, Score = row.Score, PredictedLabel = row.Score > 0 });
        var metrics = _ml.AnomalyDetection.Evaluate(_ml.Data.LoadFromEnumerable(rows), falsePositiveCount: 1);
        Assert.AreEqual(9.5 / 12, metrics.AreaUnderRocCurve, 1e-9);
        Assert.AreEqual(0.75, metrics.DetectionRateAtFalsePositiveCount, 1e-9);
        var error = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => _ml.AnomalyDetection.Evaluate(_ml.Data.LoadFromEnumerable(Rows)));
        StringAssert.Contains(error.Message, "Label");
    }

    [TestMethod]
    public void Multiclass_metrics_are_those_counted_by_hand()
    {
        // In an object a key counts from 0.
        var rows = new[] { Class(0, 0.7f, 0.2f, 0.1f), Class(1, 0.3f, 0.25f, 0.45f), Class(2, 0.1f, 0.2f, 0.7f), Class(0, 0.2f, 0.5f, 0.3f) };
        var metrics = _ml.MulticlassClassification.Evaluate(_ml.Data.LoadFromEnumerable(rows), topKPredictionCount: 2);
        Assert.AreEqual(0.5, metrics.MicroAccuracy, 1e-9);
        Assert.AreEqual((0.5 + 0 + 1) / 3, metrics.MacroAccuracy, 1e-9);
        Assert.AreEqual(-(Math.Log(0.7) + Math.Log(0.25) + Math.Log(0.7) + Math.Log(0.2)) / 4, metrics.LogLoss, 1e-6);
        Assert.AreEqual(0.5, metrics.TopKAccuracy, 1e-9);
        Assert.AreEqual(1, metrics.ConfusionMatrix.Counts[1][2]);
    }

    [TestMethod]
    public void Cross_validation_fits_and_scores_each_fold()
    {
        var data = _ml.Data.LoadFromEnumerable(Points.Make(300));
        var binary = _ml.BinaryClassification.CrossValidate(data, _ml.BinaryClassification.Trainers.LbfgsLogisticRegression(), 3);
        CollectionAssert.AreEqual(new[] { 0, 1, 2 }, binary.Select(result => result.Fold).ToArray());
        Assert.IsTrue(binary.All(result => result.Metrics.AreaUnderRocCurve > 0.8));
        var pipeline = _ml.Transforms.Conversion.MapValueToKey("Class", "Name").AppendCacheCheckpoint(_ml)
            .Append(_ml.MulticlassClassification.Trainers.SdcaMaximumEntropy("Class"));
        var multiclass = _ml.MulticlassClassification.CrossValidate(data, pipeline, 3, "Class");
        Assert.AreEqual(300, multiclass.Sum(result => result.ScoredHoldOutSet.GetColumn<float>("Target").Count()));
    }

    private static ScoredPoint Row(bool label, float score, float probability) =>
        new() { Label = label, Score = score, Probability = probability, PredictedLabel = score > 0 };

    private static ClassRow Class(uint label, params float[] scores) => new() { Label = label, Score = scores, PredictedLabel = 0 };

    private sealed class AnomalyRow
    {
        public float Label { get; set; }

        public float Score { get; set; }

        public bool PredictedLabel { get; set; }
    }

    private sealed class ClassRow
    {
        [KeyType(3)]
        public uint Label { get; set; }

        [VectorType(3)]
        public float[] Score { get; set; } = [];

        [KeyType(3)]
        public uint PredictedLabel { get; set; }
    }
}
