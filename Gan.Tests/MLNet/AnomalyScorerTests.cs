using Gan.MLNet;
using Gan.MLNet.Scoring;
using Gan.Onnx;
using Gan.Onnx.Bundles;
using Gan.Onnx.Graphs;
using Gan.Onnx.Inference;
using Gan.Tests.Onnx;
using Gan.Training.Methods;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Gan.Tests.MLNet;

[TestClass]
public sealed class AnomalyScorerTests
{
    private const int Size = 64;

    private static readonly GanBundle Bundle = TinyBundle.Make();

    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    public void Scores_are_those_of_the_session()
    {
        IDataView input = TestRow.View(_ml, 500, Size);
        using AnomalyScorerTransformer scorer = _ml.Transforms.ApplyGanAnomalyScorer(Bundle).Fit(input);
        using var session = new DiscriminatorSession(Bundle);
        var expected = new float[500];
        session.Score(TestRow.Samples(500, Size), expected);
        CollectionAssert.AreEqual(expected, ViewReader.Column<float>(scorer.Transform(input), "Score"));
        Assert.AreEqual((float)TinyBundle.Threshold, scorer.Threshold);
    }

    [TestMethod]
    public void The_columns_are_annotated_like_those_of_ML_NETs_own_detectors()
    {
        IDataView input = TestRow.View(_ml, 1, Size);
        using AnomalyScorerTransformer scorer = _ml.Transforms.ApplyGanAnomalyScorer(Bundle).Fit(input);
        DataViewSchema schema = scorer.GetOutputSchema(input.Schema);
        Assert.AreEqual(("AnomalyDetection", "Score", 1u), Annotations(schema["Score"]));
        Assert.AreEqual(("AnomalyDetection", "PredictedLabel", 1u), Annotations(schema["PredictedLabel"]));
        Assert.AreEqual(NumberDataViewType.Single, schema["Score"].Type);
        Assert.AreEqual(BooleanDataViewType.Instance, schema["PredictedLabel"].Type);

        // A second scorer's columns are another set.
        using AnomalyScorerTransformer second = _ml
            .Transforms.ApplyGanAnomalyScorer(Bundle, "Features", "Score2", "Label2")
            .Fit(scorer.Transform(input));
        Assert.AreEqual(("AnomalyDetection", "Score", 2u), Annotations(second.GetOutputSchema(schema)["Score2"]));
    }

    private static (string Kind, string Value, uint Set) Annotations(DataViewSchema.Column column)
    {
        ReadOnlyMemory<char> kind = default,
            value = default;
        uint set = 0;
        column.Annotations.GetValue("ScoreColumnKind", ref kind);
        column.Annotations.GetValue("ScoreValueKind", ref value);
        column.Annotations.GetValue("ScoreColumnSetId", ref set);
        return (kind.ToString(), value.ToString(), set);
    }

    private sealed class Labelled
    {
        public float Label { get; set; }

        [VectorType(Size)]
        public float[] Features { get; set; } = [];
    }

    [TestMethod]
    public void Evaluate_takes_its_columns()
    {
        // Normal rows lie at 8 (score 0), abnormal ones at 8 + 4 (score 16), and one abnormal row looks normal.
        IEnumerable<Labelled> rows = Enumerable
            .Range(0, 100)
            .Select(i => new Labelled
            {
                Label = i < 20 ? 1 : 0,
                Features = [.. Enumerable.Repeat(i is > 0 and < 20 ? 12f : 8f + (i * 0.001f), Size)],
            });
        IDataView input = _ml.Data.LoadFromEnumerable(rows);
        using AnomalyScorerTransformer scorer = _ml.Transforms.ApplyGanAnomalyScorer(Bundle).Fit(input);
        AnomalyDetectionMetrics metrics = _ml.AnomalyDetection.Evaluate(scorer.Transform(input), falsePositiveCount: 5);
        Assert.AreEqual(0.95, metrics.AreaUnderRocCurve, 0.01);
        Assert.AreEqual(0.95, metrics.DetectionRateAtFalsePositiveCount, 1e-9);
    }

    [TestMethod]
    public void A_plain_discriminator_is_warned_of_once_and_a_detector_is_not()
    {
        var lines = new List<string>();
        _ml.Log += (_, e) => lines.Add($"{e.Kind}: {e.Message}");
        IDataView input = TestRow.View(_ml, 5, Size);
        using AnomalyScorerTransformer scorer = _ml.Transforms.ApplyGanAnomalyScorer(Bundle).Fit(input);
        ViewReader.Column<float>(scorer.Transform(input), "Score");
        using AnomalyScorerTransformer other = scorer.ChangeThreshold(3);
        string[] warnings = [.. lines.Where(l => l.Contains("plain discriminator", StringComparison.Ordinal))];
        Assert.HasCount(1, warnings);
        StringAssert.StartsWith(warnings[0], "Warning: ");
        StringAssert.Contains(warnings[0], $"plain discriminator ({Bundle.Manifest.Training.Recipe})");
        StringAssert.Contains(warnings[0], "train a detector: alad, began, bigan, f-anogan, ganomaly, one-class-gan.");

        lines.Clear();
        BundleManifest manifest = Bundle.Manifest;
        _ml.Transforms.ApplyGanAnomalyScorer(
            GanBundle.Create(
                manifest with
                {
                    Training = manifest.Training with { Recipe = "ganomaly" },
                },
                manifest.Files.ToDictionary(f => f.Name, f => Bundle.GetModel(f.Name).ToArray())
            )
        );
        Assert.IsFalse(lines.Exists(l => l.Contains("plain discriminator", StringComparison.Ordinal)));
    }

    [TestMethod]
    public void The_detectors_that_are_named_are_those_there_are()
    {
        CollectionAssert.AreEqual(
            RecipeCatalog.All.Where(r => r.IsDetector).Select(r => r.Name).Order(StringComparer.Ordinal).ToArray(),
            DetectorRecipes.Names.ToArray()
        );
    }

    [TestMethod]
    public void Another_threshold_moves_the_label_and_not_the_score()
    {
        IDataView input = TestRow.View(_ml, 100, Size);
        using AnomalyScorerTransformer scorer = _ml.Transforms.ApplyGanAnomalyScorer(Bundle).Fit(input);
        List<float> scores = ViewReader.Column<float>(scorer.Transform(input), "Score");
        float median = scores.Order().ElementAt(50);
        using AnomalyScorerTransformer changed = scorer.ChangeThreshold(median);
        Assert.AreEqual(median, changed.Threshold);
        CollectionAssert.AreEqual(scores, ViewReader.Column<float>(changed.Transform(input), "Score"));
        CollectionAssert.AreEqual(
            scores.Select(s => s > median).ToList(),
            ViewReader.Column<bool>(changed.Transform(input), "PredictedLabel")
        );

        // Each has a network of its own.
        scorer.Dispose();
        Assert.HasCount(100, ViewReader.Column<float>(changed.Transform(input), "Score"));
        using AnomalyScorerTransformer never = _ml
            .Transforms.ApplyGanAnomalyScorer(Bundle, threshold: float.PositiveInfinity)
            .Fit(input);
        Assert.DoesNotContain(true, ViewReader.Column<bool>(never.Transform(input), "PredictedLabel"));
        Assert.ThrowsExactly<ArgumentException>(() => scorer.ChangeThreshold(float.NaN));
    }

    [TestMethod]
    public void A_share_of_rows_gives_a_threshold()
    {
        IDataView input = TestRow.View(_ml, 100, Size);
        using AnomalyScorerTransformer scorer = _ml.Transforms.ApplyGanAnomalyScorer(Bundle).Fit(input);
        foreach (double contamination in (double[])[0.01, 0.2, 0.5])
        {
            using AnomalyScorerTransformer changed = _ml.AnomalyDetection.ChangeModelThreshold(scorer, input, contamination);
            List<float> scores = ViewReader.Column<float>(changed.Transform(input), "Score");
            int called = ViewReader.Column<bool>(changed.Transform(input), "PredictedLabel").Count(label => label);
            Assert.IsTrue(
                called <= contamination * 100 && scores.Count(s => s >= changed.Threshold) >= contamination * 100,
                $"{called}"
            );
        }

        using AnomalyScorerTransformer fixedOne = _ml.AnomalyDetection.ChangeModelThreshold(scorer, 3.5f);
        Assert.AreEqual(3.5f, fixedOne.Threshold);
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => _ml.AnomalyDetection.ChangeModelThreshold(scorer, input, 0));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => _ml.AnomalyDetection.ChangeModelThreshold(scorer, input, 0.6));
        Assert.ThrowsExactly<ArgumentException>(() =>
            _ml.AnomalyDetection.ChangeModelThreshold(scorer, TestRow.View(_ml, 0, Size), 0.1)
        );
    }

    /// <summary>The score is the square root of the first value, which negative ones have none of.</summary>
    internal static GanBundle Roots(int size)
    {
        var graph = new OnnxGraphBuilder("roots");
        string x = graph.AddInput("x", OnnxElementType.Float, -1, size);
        float[] first = [1, .. new float[size - 1]];
        string value = graph.AddNode("MatMul", [x, graph.AddInitializer("first", first, size, 1)]);
        graph.AddNode("Sqrt", [value], "score");
        graph.AddNode("Sqrt", [x], "features");
        graph.AddNode("Concat", ["score", value], "classes", OnnxAttribute.Of("axis", 1L));
        graph.AddOutput("score", OnnxElementType.Float, -1, 1);
        graph.AddOutput("features", OnnxElementType.Float, -1, size);
        graph.AddOutput("classes", OnnxElementType.Float, -1, 2);
        BundleManifest manifest = TinyBundle.Manifest([size], null, size);
        return GanBundle.Create(
            manifest with
            {
                Features = manifest.Features! with { ClassCount = 2 },
                Data = manifest.Data with { AcceptsMissing = true },
                Score = manifest.Score! with
                {
                    Calibration = new ScoreCalibration { Mean = 5, StandardDeviation = 4 },
                },
            },
            new Dictionary<string, byte[]> { [GanBundle.DiscriminatorFile] = graph.ToModel() }
        );
    }

    [TestMethod]
    [DataRow("Score")]
    [DataRow("PredictedLabel")]
    [DataRow("Probability")]
    [DataRow("Contributions")]
    [DataRow("Classes")]
    [DataRow("Class")]
    public void A_row_for_which_the_network_gives_no_number_is_named_and_not_called_normal(string column)
    {
        GanBundle bundle = Roots(1);
        IDataView input = _ml.Data.LoadFromEnumerable(
            Enumerable.Range(0, 300).Select(i => new Single { Features = [i == 270 ? -4 : 4] })
        );
        var pipeline = _ml
            .Transforms.ApplyGanAnomalyScorer(bundle)
            .Append(_ml.Transforms.ExplainGanAnomaly(bundle))
            .Append(
                _ml.Transforms.ApplyGanClassifier(
                    bundle,
                    new ClassifierOptions { ScoreColumnName = "Classes", PredictedLabelColumnName = "Class" }
                )
            );
        using var model = pipeline.Fit(input);
        IDataView output = model.Transform(input);
        DataViewSchema.Column wanted = output.Schema[column];
        using DataViewRowCursor cursor = output.GetRowCursor([wanted]);
        Action read = wanted.Type.RawType switch
        {
            Type t when t == typeof(float) => Reader<float>(cursor, wanted),
            Type t when t == typeof(bool) => Reader<bool>(cursor, wanted),
            Type t when t == typeof(uint) => Reader<uint>(cursor, wanted),
            _ => Reader<VBuffer<float>>(cursor, wanted),
        };
        while (cursor.MoveNext())
        {
            if (cursor.Position == 270)
                StringAssert.StartsWith(
                    Assert.ThrowsExactly<GanException>(read).Message,
                    "Column 'Features', row 270 (counted from 0): the network gives no number for this row"
                );
            else
                read();
        }
    }

    [TestMethod]
    public void No_threshold_is_taken_from_a_score_that_is_no_number()
    {
        IDataView input = _ml.Data.LoadFromEnumerable(
            Enumerable.Range(0, 10).Select(i => new Single { Features = [i == 7 ? -4 : i] })
        );
        using AnomalyScorerTransformer scorer = _ml.Transforms.ApplyGanAnomalyScorer(Roots(1)).Fit(input);
        StringAssert.StartsWith(
            Assert.ThrowsExactly<GanException>(() => _ml.AnomalyDetection.ChangeModelThreshold(scorer, input, 0.1)).Message,
            "Column 'Features', row 7 (counted from 0): the network gives no number for this row"
        );
    }

    private static Action Reader<T>(DataViewRow row, DataViewSchema.Column column)
    {
        ValueGetter<T> getter = row.GetGetter<T>(column);
        T value = default!;
        return () => getter(ref value);
    }

    private sealed class Single
    {
        [VectorType(1)]
        public float[] Features { get; set; } = [];
    }

    [TestMethod]
    public void A_calibrated_bundle_gives_probabilities_that_rank_as_the_scores_do()
    {
        GanBundle calibrated = TinyBundle.Make(calibration: new ScoreCalibration { Mean = 5, StandardDeviation = 40 });
        IDataView input = TestRow.View(_ml, 300, Size);
        using AnomalyScorerTransformer scorer = _ml
            .Transforms.ApplyGanAnomalyScorer(calibrated, new AnomalyScorerOptions { ProbabilityColumnName = "P" })
            .Fit(input);
        Assert.AreEqual("P", scorer.ProbabilityColumnName);
        IDataView output = scorer.Transform(input);
        Assert.AreEqual(("AnomalyDetection", "Probability", 1u), Annotations(output.Schema["P"]));
        List<float> scores = ViewReader.Column<float>(output, "Score"),
            probabilities = ViewReader.Column<float>(output, "P");
        CollectionAssert.AreEqual(scores.Select(calibrated.Manifest.Score!.Calibration!.Probability).ToList(), probabilities);
        Assert.IsTrue(probabilities.Distinct().Count() > 10, "They tell rows apart.");
        float[] byScore = [.. scores.Zip(probabilities).OrderBy(p => p.First).Select(p => p.Second)];
        CollectionAssert.AreEqual(byScore.Order().ToArray(), byScore);

        using AnomalyScorerTransformer plain = _ml.Transforms.ApplyGanAnomalyScorer(Bundle).Fit(input);
        Assert.IsNull(plain.ProbabilityColumnName);
        Assert.IsNull(plain.GetOutputSchema(input.Schema).GetColumnOrNull("Probability"));
    }

    [TestMethod]
    public void A_bundle_without_a_discriminator_is_refused()
    {
        GanBundle bundle = TinyBundle.Make(discriminator: false);
        var e = Assert.ThrowsExactly<GanException>(() => _ml.Transforms.ApplyGanAnomalyScorer(bundle));
        Assert.AreEqual("The bundle (linear) has no discriminator: discriminator.onnx is not in it.", e.Message);
        e = Assert.ThrowsExactly<GanException>(() => _ml.Transforms.ApplyGanFeaturizer(bundle, "Features"));
        Assert.AreEqual("The bundle (linear) has no discriminator: discriminator.onnx is not in it.", e.Message);
    }

    [TestMethod]
    public void Score_and_label_need_names_of_their_own()
    {
        var e = Assert.ThrowsExactly<ArgumentException>(() => _ml.Transforms.ApplyGanAnomalyScorer(Bundle, "Features", "S", "S"));
        StringAssert.StartsWith(e.Message, "Score, predicted label and probability cannot share the column 'S'.");
    }
}
