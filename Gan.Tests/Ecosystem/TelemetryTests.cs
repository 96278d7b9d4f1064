using System.Diagnostics;
using Gan.Onnx.Bundles;
using Gan.Onnx.Inference;
using Gan.Tests.Engineering;
using Gan.Training;
using Gan.Training.Data;
using Gan.Training.Export;
using Gan.Training.Methods;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace Gan.Tests.Ecosystem;

/// <summary>Sessions and training, seen through OpenTelemetry.</summary>
[TestClass]
public sealed class TelemetryTests
{
    private static readonly string Digits = Path.Combine(SourceTree.Root, "models", "digits-dcgan");

    [TestMethod]
    public void Sessions_count_rows_and_time_runs()
    {
        var (activities, metrics) = (new List<Activity>(), new List<Metric>());
        using (var traces = Sdk.CreateTracerProviderBuilder().AddSource("Gan.Onnx").AddInMemoryExporter(activities).Build())
        using (var meters = Sdk.CreateMeterProviderBuilder().AddMeter("Gan.Onnx").AddInMemoryExporter(metrics).Build())
        {
            using var session = new GeneratorSession(GanBundle.Load(Digits), new SessionSettings { BatchSize = 4 });
            session.Generate(seed: 1, firstRow: 0, count: 10, new float[10 * session.SampleSize]);
        }

        var rows = Points(metrics, "gan.inference.rows").Where(IsGenerator).Sum(point => point.GetSumLong());
        Assert.AreEqual(10, rows);
        var runs = Points(metrics, "gan.inference.duration").Where(IsGenerator).Sum(point => point.GetHistogramCount());
        Assert.AreEqual(3, runs);
        var seen = activities.Where(a => (string?)a.GetTagItem("gan.model") == "generator").ToArray();
        CollectionAssert.AreEqual(new object[] { 4L, 4L, 2L }, seen.Select(a => a.GetTagItem("gan.rows")!).ToArray());
        Assert.IsTrue(seen.All(a => a.OperationName == "gan.inference" && (string?)a.GetTagItem("gan.device") == "cpu"));
        Assert.IsTrue(seen.All(a => a.Duration > TimeSpan.Zero));
    }

    [TestMethod]
    public void Training_counts_steps_and_tells_losses()
    {
        var (activities, metrics) = (new List<Activity>(), new List<Metric>());
        using (var traces = Sdk.CreateTracerProviderBuilder().AddSource("Gan.Training").AddInMemoryExporter(activities).Build())
        using (var meters = Sdk.CreateMeterProviderBuilder().AddMeter("Gan.Training").AddInMemoryExporter(metrics).Build())
        {
            var recipe = new MlpGanRecipe { Hidden = [8], LatentSize = 2 };
            using var trainer = new GanTrainer(recipe, Dataset.Digits(), new TrainingSettings { Device = TestDevice.Name });
            trainer.TrainUntil(3);
            trainer.TrainUntil(5);
            BundleExporter.Export(trainer, (DateTime.UtcNow, TimeSpan.Zero));
        }

        Assert.AreEqual(5, Points(metrics, "gan.training.steps").Single().GetSumLong());
        Assert.AreEqual(5, Points(metrics, "gan.training.step.duration").Single().GetHistogramCount());
        var losses = Points(metrics, "gan.training.loss").Select(point => Tag(point, "gan.loss")).ToArray();
        CollectionAssert.IsSubsetOf(new[] { "generator", "discriminator" }, losses);
        CollectionAssert.AreEqual(
            new[] { "gan.train", "gan.train", "gan.export" },
            activities.Select(activity => activity.OperationName).ToArray()
        );
        Assert.IsTrue(activities.All(activity => (string?)activity.GetTagItem("gan.recipe") == "gan"));
        Assert.AreEqual(3L, activities[1].GetTagItem("gan.step.from"));
        Assert.AreEqual(5L, activities[1].GetTagItem("gan.step.to"));
    }

    private static bool IsGenerator(MetricPoint point) => Tag(point, "gan.model") == "generator";

    private static string? Tag(MetricPoint point, string name)
    {
        foreach (var (key, value) in point.Tags)
        {
            if (key == name)
                return (string?)value;
        }

        return null;
    }

    private static List<MetricPoint> Points(IEnumerable<Metric> metrics, string name)
    {
        var points = new List<MetricPoint>();
        foreach (ref readonly var point in metrics.Single(metric => metric.Name == name).GetMetricPoints())
            points.Add(point);
        return points;
    }
}
