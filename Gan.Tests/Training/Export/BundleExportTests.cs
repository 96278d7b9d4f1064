using Gan.Onnx;
using Gan.Onnx.Bundles;
using Gan.Training;
using Gan.Training.Data;
using Gan.Training.Export;
using Gan.Training.Methods;

namespace Gan.Tests.Training.Export;

[TestClass]
public sealed class BundleExportTests
{
    private static readonly Dataset Digits = Dataset.Digits();
    private static readonly TrainingSettings Cpu = new() { Device = TestDevice.Name };

    private static IEnumerable<object[]> Recipes => RecipeCatalog.All.OfType<LatentRecipe>().Select(r => new object[] { r.Name });

    [TestMethod]
    [DynamicData(nameof(Recipes))]
    public void A_bundle_computes_what_its_networks_compute(string recipe)
    {
        using var trainer = Trained(RecipeCatalog.Find(recipe), steps: 2);
        var (bundle, differences) = BundleExporter.Export(trainer, (DateTime.UtcNow, TimeSpan.FromSeconds(1)));
        // GANomaly's generator never saw a random latent, and is no generator of samples.
        string[] first = recipe == "ganomaly" ? ["score", "features"] : ["x", "score", "features"];
        CollectionAssert.AreEqual(first, differences.Take(first.Length).Select(d => d.Output).ToArray());
        CollectionAssert.IsSubsetOf(differences.Skip(first.Length).Select(d => d.Output).ToArray(), new[] { "classes", "code" });
        Assert.AreEqual(recipe is "bigan" or "alad" or "f-anogan", bundle.HasEncoder);
        foreach (var difference in differences)
            Assert.IsTrue(difference.IsWithin(BundleExporter.Tolerance), $"{difference}");
        Assert.AreEqual(2, bundle.Manifest.Training.Steps);
        Assert.AreEqual(recipe, bundle.Manifest.Training.Recipe);
        CollectionAssert.AreEqual(Digits.Shape.ToArray(), bundle.Manifest.Data.Shape.ToArray());
    }

    [TestMethod]
    public void Networks_that_moved_on_are_told_from_their_old_export()
    {
        using var trainer = Trained(new DcganRecipe());
        var (bundle, _) = BundleExporter.Export(trainer, (DateTime.UtcNow, TimeSpan.Zero));
        trainer.TrainUntil(40);
        foreach (var difference in BundleExporter.Compare(trainer, bundle))
            Assert.IsTrue(difference.MaximumAbsolute > BundleExporter.Tolerance, $"{difference}");
    }

    [TestMethod]
    public void The_datas_unit_does_not_matter()
    {
        var range = new ValueRange { Minimum = 0, Maximum = 65535 };
        var wide = new Dataset("wide", Digits.Shape, [.. Digits.Samples.ToArray().Select(v => v * 4095)], null, range);
        using var trainer = new GanTrainer(new MlpGanRecipe(), wide, Cpu);
        trainer.TrainUntil(30);
        var (bundle, differences) = BundleExporter.Export(trainer, (DateTime.UtcNow, TimeSpan.Zero));
        Assert.IsTrue(differences[0].MaximumAbsolute < 1e-5, $"{differences[0]}");
        using var session = new Gan.Onnx.Inference.GeneratorSession(bundle);
        var sample = new float[session.SampleSize];
        session.Generate(1, 0, 1, sample);
        Assert.IsTrue(sample.Max() > 30000, "samples are in the data's own unit");
    }

    [TestMethod]
    public void A_bundle_with_weights_of_16_bits_is_half_as_large_and_near()
    {
        using var trainer = Trained(new DcganRecipe());
        var full = BundleExporter.Export(trainer, (DateTime.UtcNow, TimeSpan.Zero));
        var half = BundleExporter.Export(trainer, (DateTime.UtcNow, TimeSpan.Zero), halfPrecisionWeights: true);
        Assert.IsTrue(half.Bundle.Manifest.Files.Sum(f => f.Bytes) < 0.6 * full.Bundle.Manifest.Files.Sum(f => f.Bytes));
        foreach (var difference in half.Differences)
            Assert.IsTrue(difference.IsWithin(BundleExporter.HalfPrecisionTolerance), $"{difference}");
        Assert.IsTrue(half.Differences.Max(d => d.MaximumAbsolute) > full.Differences.Max(d => d.MaximumAbsolute));
        using var session = new Gan.Onnx.Inference.GeneratorSession(half.Bundle);
        session.Generate(1, 0, 1, new float[session.SampleSize]);
    }

    [TestMethod]
    public void The_threshold_calls_the_contamination_share_of_training_rows_abnormal()
    {
        using var trainer = Trained(new MlpGanRecipe());
        foreach (var contamination in new[] { 0.01, 0.1, 0.5 })
        {
            var (bundle, _) = BundleExporter.Export(trainer, (DateTime.UtcNow, TimeSpan.Zero), contamination);
            using var session = new Gan.Onnx.Inference.DiscriminatorSession(bundle);
            var scores = new float[Digits.Count];
            session.Score(Digits.Samples.Span, scores);
            Assert.AreEqual(
                contamination,
                scores.Count(s => s > bundle.Manifest.Score!.Threshold) / (double)Digits.Count,
                1.0 / Digits.Count
            );
        }

        foreach (var contamination in new[] { 0, 0.6, double.NaN })
            Assert.ThrowsExactly<GanException>(() =>
                BundleExporter.Export(trainer, (DateTime.UtcNow, TimeSpan.Zero), contamination)
            );
    }

    [TestMethod]
    public void Scores_are_calibrated_by_those_of_the_training_rows()
    {
        using var trainer = Trained(new MlpGanRecipe());
        var (bundle, _) = BundleExporter.Export(trainer, (DateTime.UtcNow, TimeSpan.Zero));
        using var session = new Gan.Onnx.Inference.DiscriminatorSession(bundle);
        var scores = new float[Digits.Count];
        session.Score(Digits.Samples.Span, scores);
        var mean = scores.Average(s => (double)s);
        var calibration = bundle.Manifest.Score!.Calibration!;
        Assert.AreEqual(mean, calibration.Mean, 1e-4);
        Assert.AreEqual(Math.Sqrt(scores.Average(s => (s - mean) * (s - mean))), calibration.StandardDeviation, 1e-4);
        Assert.AreEqual(1e-6, TrainingScores.Calibrate([0.5f, 0.5f]).StandardDeviation, 1e-12);
    }

    private static GanTrainer Trained(Recipe recipe, long steps = 30)
    {
        var trainer = new GanTrainer(recipe, Digits, Cpu);
        trainer.TrainUntil(steps);
        return trainer;
    }
}
