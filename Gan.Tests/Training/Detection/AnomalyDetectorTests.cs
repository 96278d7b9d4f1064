using Gan.Onnx;
using Gan.Onnx.Bundles;
using Gan.Onnx.Inference;
using Gan.Training.Data;
using Gan.Training.Detection;
using Gan.Training.Evaluation;
using Gan.Training.Export;
using Gan.Training.Methods;

namespace Gan.Tests.Training.Detection;

[TestClass]
public sealed class AnomalyDetectorTests
{
    private const int Columns = 4;
    private static readonly Dataset Table = Rows(200, seed: 1);
    private static readonly Dataset Pictures = Dataset.Digits().Where(label => label == 0).WithoutLabels();

    private static readonly Recipe[] Detectors =
    [
        new OneClassGanRecipe { Hidden = [16, 16], FeatureMaps = 8 },
        new FAnoGanRecipe
        {
            Hidden = [16, 16],
            FeatureMaps = 8,
            LatentSize = 4,
        },
        new FAnoGanRecipe
        {
            Kappa = 0,
            Hidden = [16, 16],
            FeatureMaps = 8,
            LatentSize = 4,
        },
        new BiGanRecipe
        {
            Hidden = [16, 16],
            FeatureMaps = 8,
            LatentSize = 4,
        },
        new AladRecipe
        {
            Hidden = [16, 16],
            FeatureMaps = 8,
            LatentSize = 4,
        },
        new GanomalyRecipe
        {
            Hidden = [16, 16],
            FeatureMaps = 8,
            LatentSize = 4,
        },
        new BeganRecipe
        {
            Hidden = [16],
            FeatureMaps = 8,
            CodeSize = 2,
        },
        new R3GanRecipe { Hidden = [16, 16], FeatureMaps = 8 },
    ];

    private static IEnumerable<object[]> Methods => Detectors.Select((d, i) => new object[] { i, d.Name });

    [TestMethod]
    [DynamicData(nameof(Methods))]
    public void Every_detector_fits_tables_and_pictures_and_scores_in_one_graph(int number, string name)
    {
        foreach (var data in new[] { Table, Pictures })
        {
            var fit = AnomalyDetector.Fit(data, Quick(Detectors[number]) with { Steps = 4, CheckEvery = 2 });
            CollectionAssert.AreEqual(new[] { "score", "features" }, fit.Differences.Select(d => d.Output).ToArray());
            foreach (var difference in fit.Differences)
                Assert.IsTrue(difference.IsWithin(BundleExporter.Tolerance), $"{name}: {difference}");
            var scores = Scores(fit.Bundle, data.Samples.ToArray());
            Assert.IsTrue(scores.All(float.IsFinite) && scores.Distinct().Count() > data.Count / 2, name);
            Assert.AreEqual(2, fit.Report.Points.Count);
            CollectionAssert.Contains(new[] { 2L, 4L }, fit.Report.Picked.Single());
            Assert.AreEqual(fit.Report.Picked[0], fit.Bundle.Manifest.Training.Steps);
        }
    }

    /// <summary>A short form of <c>Gan.Benchmarks -- anomaly</c>.</summary>
    [TestMethod]
    public void The_recommended_detector_finds_rows_whose_values_do_not_belong_together()
    {
        var fit = AnomalyDetector.Fit(Table, Quick(Detectors[0]));
        var normal = Rows(200, seed: 2).Samples.ToArray();
        var strange = PseudoAnomalies.Mix(normal, Columns, seed: 3);
        var area = AnomalyMetrics.AucRoc(
            [.. Scores(fit.Bundle, normal), .. Scores(fit.Bundle, strange)],
            [.. Enumerable.Range(0, 400).Select(i => i >= 200)]
        );
        // A row that took none or all of its values from the other is as normal as before: one in eight.
        Assert.IsTrue(area > 0.85, $"{area}");
        var held = Scores(fit.Bundle, normal);
        Assert.AreEqual(0, held.Average(), 1, "the unit is the deviation of held-out rows");
    }

    [TestMethod]
    public void The_same_seed_gives_the_same_model_and_members_are_averaged()
    {
        var options = Quick(Detectors[0]) with { Steps = 6, CheckEvery = 3, Members = 2 };
        var (first, again) = (AnomalyDetector.Fit(Table, options), AnomalyDetector.Fit(Table, options));
        CollectionAssert.AreEqual(
            first.Bundle.GetModel(GanBundle.DiscriminatorFile).ToArray(),
            again.Bundle.GetModel(GanBundle.DiscriminatorFile).ToArray()
        );
        Assert.AreEqual(2, first.Report.Picked.Count);
        Assert.AreEqual("one-class feature matching, 2 members", first.Bundle.Manifest.Method);
        var row = Table.Samples.ToArray();
        var alone = AnomalyDetector.Fit(Table, options with { Members = 1 });
        CollectionAssert.AreNotEqual(Scores(first.Bundle, row), Scores(alone.Bundle, row));
    }

    [TestMethod]
    public void Rows_with_missing_values_constant_and_empty_columns_are_fitted_on_and_scored()
    {
        var values = Table.Samples.ToArray();
        for (var row = 0; row < Table.Count; row++)
        {
            if (row % 5 == 0)
                values[row * Columns] = float.NaN;
            values[row * Columns + 2] = 3;
            values[row * Columns + 3] = float.NaN;
        }

        var data = new Dataset("gaps", [Columns], values, null, new ValueRange { Minimum = -2, Maximum = 3 }, allowMissing: true);
        var bundle = AnomalyDetector.Fit(data, Quick(Detectors[0])).Bundle;
        Assert.IsTrue(Scores(bundle, values).All(float.IsFinite));
        float[] plain = [0.1f, 0.1f, 3, float.NaN];
        // The empty column counts for nothing; the constant one counts where it is not as it always was.
        Assert.AreEqual(Scores(bundle, plain)[0], Scores(bundle, [0.1f, 0.1f, 3, 50])[0]);
        Assert.IsTrue(Scores(bundle, [0.1f, 0.1f, 9, float.NaN])[0] > Scores(bundle, plain)[0] + 1);
        Assert.IsTrue(
            float.IsFinite(Scores(bundle, [float.PositiveInfinity, -1e30f, 3, 0])[0]),
            "what is far outside is cut off"
        );
    }

    [TestMethod]
    public void An_unseen_category_is_a_row_of_zeros_and_looks_abnormal()
    {
        var random = new Random(4);
        var rows = Enumerable
            .Range(0, 200)
            .SelectMany(_ =>
            {
                var category = random.Next(3);
                return Enumerable.Range(0, 3).Select(c => c == category ? 1f : 0f).Append(category + 0.1f * random.NextSingle());
            })
            .ToArray();
        var data = new Dataset("categories", [4], rows, null, new ValueRange { Minimum = 0, Maximum = 3 });
        var fit = AnomalyDetector.Fit(data, Quick(Detectors[0]));
        Assert.IsTrue(Scores(fit.Bundle, [0, 0, 0, 1])[0] > fit.Bundle.Manifest.Score!.Threshold);
        Assert.IsTrue(Scores(fit.Bundle, [0, 1, 0, 1.05f])[0] < fit.Bundle.Manifest.Score!.Threshold);
    }

    [TestMethod]
    public void Fewer_rows_than_a_batch_are_fitted_on_in_smaller_batches()
    {
        var few = Rows(AnomalyDetector.FewestRows, seed: 1);
        var fit = AnomalyDetector.Fit(few, Quick(Detectors[0]) with { Steps = 2, CheckEvery = 1 });
        Assert.AreEqual(10, fit.Bundle.Manifest.Training.BatchSize);
        Refuses("has 19 rows; a detector needs at least 20.", () => AnomalyDetector.Fit(Rows(19, seed: 1)));
    }

    [TestMethod]
    public void What_does_not_fit_is_refused_before_training()
    {
        var labelled = new Dataset("labelled", [Columns], Table.Samples.ToArray(), new int[Table.Count], Table.Range);
        Refuses("The data set 'labelled' has labels, and detectors learn from none.", () => AnomalyDetector.Fit(labelled));
        foreach (var contamination in new[] { 0, -0.1, 0.51, double.NaN })
            Refuses(
                "it must be a number above 0 and at most 0.5",
                () => AnomalyDetector.Fit(Table, new DetectorOptions { Contamination = contamination })
            );
        Refuses(
            "The recipe 'cgan' needs labels; a detector has none.",
            () => AnomalyDetector.Fit(Table, new DetectorOptions { Recipe = new CganRecipe() })
        );
        Refuses(
            "DetectorOptions.Steps is 0; it must be a whole number of at least 1.",
            () => AnomalyDetector.Fit(Table, new DetectorOptions { Steps = 0 })
        );
        Refuses("DetectorOptions.CheckEvery is 0", () => AnomalyDetector.Fit(Table, new DetectorOptions { CheckEvery = 0 }));
        Refuses("DetectorOptions.Members is 0", () => AnomalyDetector.Fit(Table, new DetectorOptions { Members = 0 }));
        Refuses(
            "DetectorOptions.HeldOutShare is 0.6; it must be a number above 0 and at most 0.5.",
            () => AnomalyDetector.Fit(Table, new DetectorOptions { HeldOutShare = 0.6 })
        );
        var holes = Pictures.Samples.ToArray();
        holes[5] = float.NaN;
        Refuses(
            "only vectors may have some",
            () => AnomalyDetector.Fit(new Dataset("holes", [1, 8, 8], holes, null, Pictures.Range, allowMissing: true))
        );
    }

    [TestMethod]
    public void The_report_shows_the_criterion_over_training()
    {
        using var folder = new TestFolder();
        var seen = 0;
        var fit = AnomalyDetector.Fit(Table, Quick(Detectors[0]) with { Steps = 6, CheckEvery = 2 }, _ => seen++);
        Assert.AreEqual(3, seen);
        fit.Report.SaveJson(folder["report.json"]);
        fit.Report.SaveHtml(folder["report.html"]);
        StringAssert.Contains(File.ReadAllText(folder["report.json"]), "\"criterion\":");
        var page = File.ReadAllText(folder["report.html"]);
        Assert.AreEqual(2, page.Split("<svg").Length - 1);
        StringAssert.Contains(page, "step picked, member 1");
    }

    [TestMethod]
    public void Cancellation_is_heard()
    {
        using var source = new CancellationTokenSource();
        Assert.ThrowsExactly<OperationCanceledException>(() =>
            AnomalyDetector.Fit(Table, Quick(Detectors[0]), _ => source.Cancel(), source.Token)
        );
    }

    private static void Refuses(string sentence, Action fit) =>
        StringAssert.Contains(Assert.ThrowsExactly<GanException>(fit).Message, sentence);

    private static DetectorOptions Quick(Recipe recipe) =>
        new()
        {
            Recipe = recipe,
            Steps = 60,
            CheckEvery = 20,
            Device = TestDevice.Name,
            Contamination = 0.1,
        };

    private static float[] Scores(GanBundle bundle, float[] rows)
    {
        using var session = new DiscriminatorSession(bundle);
        var scores = new float[rows.Length / session.SampleSize];
        session.Score(rows, scores);
        return scores;
    }

    /// <summary>Points of a line through four dimensions, with a little noise.</summary>
    private static Dataset Rows(int count, int seed)
    {
        var random = new Random(seed);
        var values = Enumerable
            .Range(0, count)
            .SelectMany(_ =>
            {
                var t = random.NextSingle() * 2 - 1;
                return new[] { t, -t, t, 1 - t }.Select(v => v + 0.05f * random.NextSingle());
            })
            .ToArray();
        return new Dataset("line", [Columns], values, null, new ValueRange { Minimum = -2, Maximum = 3 });
    }
}
