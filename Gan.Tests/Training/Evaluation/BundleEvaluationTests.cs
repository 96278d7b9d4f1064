using Gan.Onnx;
using Gan.Onnx.Bundles;
using Gan.Tests.Onnx;
using Gan.Training.Data;
using Gan.Training.Evaluation;
using Gan.Training.Evaluation.Features;

namespace Gan.Tests.Training.Evaluation;

[TestClass]
public sealed class BundleEvaluationTests
{
    private static readonly EvaluationSettings Settings = new()
    {
        Samples = 200,
        Resamples = 20,
        PathPairs = 10,
    };
    private static readonly GanBundle Bundle = TinyBundle.Make([2], latentSize: 2);

    [TestMethod]
    public void Samples_of_the_generators_own_distribution_are_judged_good()
    {
        var report = Evaluate(Draw(200, scale: 0.5));
        Assert.IsTrue(Value(report, "Fréchet distance (raw values)") < 0.01, report.ToJson());
        Assert.IsTrue(Math.Abs(Value(report, "kernel distance (raw values)")) < 0.01);
        Assert.IsTrue(Value(report, "precision (raw values)") > 0.8);
        Assert.IsTrue(Value(report, "recall (raw values)") > 0.8);
        Assert.AreEqual(1, Value(report, "density (raw values)"), 0.25);
        Assert.IsTrue(Value(report, "coverage (raw values)") > 0.8);
        Assert.AreEqual(0.5, Value(report, "nearer to training rows than real (raw values)"), 0.1);
        foreach (var figure in report.Figures)
        {
            StringAssert.Contains(
                figure.Protocol,
                "200 samples, 200 of 200 real rows of cloud, seed 1; the samples' own values",
                figure.Name
            );
            Assert.IsTrue(
                figure.Interval is not { } interval || (interval.Low <= figure.Value && figure.Value <= interval.High),
                $"{figure}"
            );
        }

        Assert.IsTrue(report.Notes.Any(n => n.Contains("none of them is FID", StringComparison.Ordinal)));
    }

    [TestMethod]
    public void Samples_of_another_distribution_are_judged_worse()
    {
        var report = Evaluate(Draw(200, scale: 0.1));
        Assert.IsTrue(Value(report, "Fréchet distance (raw values)") > 0.002, report.ToJson());
        Assert.IsTrue(Value(report, "precision (raw values)") < 0.5);
        Assert.IsTrue(Value(report, "nearer to training rows than real (raw values)") < 0.3);
    }

    [TestMethod]
    public void A_seed_fixes_the_report_and_the_file_reads_back()
    {
        using var folder = new TestFolder();
        var data = Draw(60, scale: 0.5);
        var report = Evaluate(data);
        Assert.AreEqual(report.ToJson(), Evaluate(data).ToJson());
        report.Save(folder["evaluation.json"]);
        Assert.AreEqual(report.ToJson(), EvaluationReport.Load(folder["evaluation.json"]).ToJson());
        File.WriteAllText(folder["broken.json"], "{}");
        StringAssert.Contains(
            Assert.ThrowsExactly<GanException>(() => EvaluationReport.Load(folder["broken.json"])).Message,
            "cannot be read"
        );
    }

    [TestMethod]
    public void Held_out_rows_take_the_place_of_rows_left_out()
    {
        using var network = new RawValues();
        var report = new BundleEvaluation(Bundle, Draw(100, 0.5), network, Settings) { HeldOut = Draw(50, 0.5, seed: 9) }.Run();
        StringAssert.Contains(
            report.Figures.Single(f => f.Name.StartsWith("nearer", StringComparison.Ordinal)).Protocol,
            "50 held-out rows"
        );
        Assert.IsFalse(report.Notes.Any(n => n.StartsWith("No held-out", StringComparison.Ordinal)));
    }

    [TestMethod]
    public void Figures_are_stored_in_the_manifest_beside_older_ones()
    {
        using var folder = new TestFolder();
        var report = Evaluate(Draw(60, scale: 0.5));
        Bundle.Save(folder["bundle"]);
        using (var stream = File.Create(folder["bundle.zip"]))
            Bundle.Write(stream);
        foreach (var path in new[] { folder["bundle"], folder["bundle.zip"] })
        {
            BundleMetrics.Store(GanBundle.Load(path), report, path);
            BundleMetrics.Store(GanBundle.Load(path), report, path);
            var metrics = GanBundle.Load(path).Manifest.Metrics;
            Assert.AreEqual(1 + report.Figures.Count(f => double.IsFinite(f.Value)), metrics.Count);
            Assert.AreEqual("auc", metrics[0].Name);
            StringAssert.StartsWith(metrics.Single(m => m.Name == "Fréchet distance (raw values)").Protocol, "95 % within");
        }
    }

    [TestMethod]
    public void Two_bundles_side_by_side_on_one_page()
    {
        using var folder = new TestFolder();
        Directory.CreateDirectory(folder["a"]);
        var pictures = TinyBundle.Make();
        pictures.Save(Path.Combine(folder["a"], "bundle"));
        Bundle.Save(folder["b"]);
        Evaluate(Draw(60, scale: 0.5)).Save(ComparedRun.EvaluationPath(folder["b"]));
        var comparison = new RunComparison(ComparedRun.Load(folder["a"]), ComparedRun.Load(folder["b"]));
        Assert.AreEqual(0, comparison.Settings.Count, "Both manifests say the same of their training.");
        Assert.IsTrue(
            comparison.Figures.Any(f =>
                f is { Name: "Fréchet distance (raw values)", First: "" } && f.Second.Contains(" to ", StringComparison.Ordinal)
            )
        );
        Assert.IsTrue(comparison.Figures.Any(f => f is { Name: "auc", First: "0.75" }));
        StringAssert.Contains(comparison.Notes.Single(), "has no evaluation");
        comparison.SavePage(folder["page.html"]);
        var page = File.ReadAllText(folder["page.html"]);
        StringAssert.Contains(page, "data:image/png;base64,");
        StringAssert.Contains(page, "Fréchet distance (raw values)".Replace("é", "&#233;", StringComparison.Ordinal));
    }

    [TestMethod]
    public void What_cannot_be_evaluated_is_refused_in_a_sentence()
    {
        using var network = new RawValues();
        Refused("no generator", () => _ = new BundleEvaluation(TinyBundle.Make([2], generator: false), Draw(30, 0.5), network));
        Refused("samples of [1, 8, 8]", () => _ = new BundleEvaluation(Bundle, Dataset.Digits(), network));
        Refused("number of real rows is 5", () => _ = new BundleEvaluation(Bundle, Draw(5, 0.5), network));
        Refused(
            "EvaluationSettings.Samples is 3; it must be a whole number of at least 20.",
            () => _ = new BundleEvaluation(Bundle, Draw(30, 0.5), network, Settings with { Samples = 3 })
        );
        Refused(
            "EvaluationSettings.Resamples is 3; it must be 0, or at least 20.",
            () => _ = new BundleEvaluation(Bundle, Draw(30, 0.5), network, Settings with { Resamples = 3 })
        );
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();
        Assert.ThrowsExactly<OperationCanceledException>(() =>
            new BundleEvaluation(Bundle, Draw(30, 0.5), network, Settings).Run(cancellation: cancelled.Token)
        );

        static void Refused(string expected, Action act) =>
            StringAssert.Contains(Assert.ThrowsExactly<GanException>(act).Message, expected);
    }

    /// <summary>Points as the generator makes them, 8 + z / 2 + j / 4, or with another spread.</summary>
    private static Dataset Draw(int count, double scale, int seed = 3)
    {
        var random = new Random(seed);
        var values = Enumerable
            .Range(0, 2 * count)
            .Select(i =>
            {
                var normal = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
                return (float)(8 + 0.25 * (i % 2) + scale * normal);
            })
            .ToArray();
        return new Dataset("cloud", [2], values, null, new ValueRange { Minimum = 0, Maximum = 16 });
    }

    private static EvaluationReport Evaluate(Dataset data)
    {
        using var network = new RawValues();
        return new BundleEvaluation(Bundle, data, network, Settings).Run();
    }

    private static double Value(EvaluationReport report, string name) => report.Figures.Single(f => f.Name == name).Value;
}
