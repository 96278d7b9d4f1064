using Gan.MLNet;
using Gan.Onnx.Bundles;
using Gan.Tests.Onnx;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Gan.Tests.MLNet;

/// <summary>Our estimators between ML.NET's own.</summary>
[TestClass]
public sealed class ChainTests
{
    private const int Half = 8,
        Size = 2 * Half,
        Count = 12;

    private static readonly GanBundle Bundle = TinyBundle.Make([Size], featureCount: Count);

    private readonly MLContext _ml = new(seed: 1);

    private sealed class Row
    {
        public string Class { get; set; } = "";

        [VectorType(Half)]
        public float[] Left { get; set; } = [];

        [VectorType(Half)]
        public float[] Right { get; set; } = [];
    }

    private sealed class Prediction
    {
        public float Score { get; set; }

        public bool PredictedLabel { get; set; }
    }

    private sealed class Class
    {
        [ColumnName("Class")]
        public string True { get; set; } = "";

        [ColumnName("PredictedClass")]
        public string Name { get; set; } = "";

        [ColumnName("Score")]
        public float[] Scores { get; set; } = [];
    }

    private static Row[] Rows(int count) =>
        [
            .. Enumerable
                .Range(0, count)
                .Select(i => new Row
                {
                    Class = "abc".Substring(i % 3, 1),
                    Left = [.. Enumerable.Range(0, Half).Select(k => (float)(k % 3 == i % 3 ? 9 + (i % 5) : (i + k) % 4))],
                    Right = [.. Enumerable.Range(0, Half).Select(k => (float)((i * 13 + k * 5) % 17))],
                }),
        ];

    private IEstimator<ITransformer> Pipeline() =>
        _ml
            .Transforms.Conversion.MapValueToKey("Label", "Class")
            .Append(_ml.Transforms.Concatenate("Features", "Left", "Right"))
            .Append(_ml.Transforms.NormalizeMinMax("Features"))
            .Append(_ml.Transforms.ApplyGanFeaturizer(Bundle, "Features"))
            .AppendCacheCheckpoint(_ml)
            .Append(_ml.MulticlassClassification.Trainers.LbfgsMaximumEntropy())
            .Append(_ml.Transforms.Conversion.MapKeyToValue("PredictedClass", "PredictedLabel"));

    [TestMethod]
    public void A_trainer_learns_from_the_features()
    {
        IDataView data = _ml.Data.LoadFromEnumerable(Rows(300));
        ITransformer model = Pipeline().Fit(data);
        MulticlassClassificationMetrics metrics = _ml.MulticlassClassification.Evaluate(model.Transform(data));
        Assert.AreEqual(1, metrics.MicroAccuracy, 0.01);

        using var engine = _ml.Model.CreatePredictionEngine<Row, Class>(model);
        foreach (Row row in Rows(30))
        {
            Class predicted = engine.Predict(row);
            Assert.AreEqual(row.Class, predicted.Name);
            Assert.AreEqual(row.Class, predicted.True, "a column of the input passes through the engine");
        }
    }

    [TestMethod]
    public void Rows_one_by_one_get_what_rows_in_batches_get()
    {
        Row[] rows = Rows(300);
        IDataView data = _ml.Data.LoadFromEnumerable(rows);
        ITransformer model = Pipeline().Fit(data);
        List<float[]> batch = ViewReader.Vectors(model.Transform(data), "Score");
        using var engine = _ml.Model.CreatePredictionEngine<Row, Class>(model);
        ViewReader.AssertRowsEqual(batch, [.. rows.Select(row => engine.Predict(row).Scores)], tolerance: 1e-5f);
    }

    [TestMethod]
    public void Cross_validation_runs()
    {
        IDataView data = _ml.Data.LoadFromEnumerable(Rows(300));
        var folds = _ml.MulticlassClassification.CrossValidate(data, Pipeline(), numberOfFolds: 3);
        Assert.HasCount(3, folds);
        foreach (var fold in folds)
            Assert.AreEqual(1, fold.Metrics.MicroAccuracy, 0.02);
    }

    [TestMethod]
    public void Another_order_of_columns_gives_the_same_scores()
    {
        IDataView data = _ml.Data.LoadFromEnumerable(Rows(300));
        ITransformer model = Pipeline().Fit(data);
        IDataView permuted = _ml.Transforms.SelectColumns("Right", "Class", "Left").Fit(data).Transform(data);
        ViewReader.AssertRowsEqual(
            ViewReader.Vectors(model.Transform(data), "Score"),
            ViewReader.Vectors(model.Transform(permuted), "Score")
        );
    }

    [TestMethod]
    public void One_transformer_serves_many_prediction_engines_at_once()
    {
        Row[] rows = Rows(200);
        IDataView data = _ml.Data.LoadFromEnumerable(rows);
        using var model = _ml
            .Transforms.Concatenate("Features", "Left", "Right")
            .Append(_ml.Transforms.ApplyGanAnomalyScorer(Bundle))
            .Fit(data);
        List<float> expected = ViewReader.Column<float>(model.Transform(data), "Score");
        Parallel.For(
            0,
            4,
            _ =>
            {
                using var engine = _ml.Model.CreatePredictionEngine<Row, Prediction>(
                    model,
                    new PredictionEngineOptions { OwnsTransformer = false }
                );
                for (int i = 0; i < rows.Length; i++)
                {
                    Prediction prediction = engine.Predict(rows[i]);
                    Assert.AreEqual(expected[i], prediction.Score, 1e-4f);
                    Assert.AreEqual(prediction.Score > TinyBundle.Threshold, prediction.PredictedLabel);
                }
            }
        );
    }

    [TestMethod]
    public void A_disposed_chain_has_released_its_networks()
    {
        IDataView data = _ml.Data.LoadFromEnumerable(Rows(10));
        var model = _ml
            .Transforms.Concatenate("Features", "Left", "Right")
            .Append(_ml.Transforms.ApplyGanAnomalyScorer(Bundle))
            .Fit(data);
        IDataView output = model.Transform(data);
        Assert.HasCount(10, ViewReader.Column<float>(output, "Score"));
        model.Dispose();
        var e = Assert.ThrowsExactly<ObjectDisposedException>(() => ViewReader.Column<float>(output, "Score"));
        StringAssert.Contains(e.Message, "AnomalyScorerTransformer");
    }
}
