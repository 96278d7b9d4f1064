using Gan.MLNet;
using Gan.Onnx.Bundles;
using Gan.Tests.Engineering;
using Gan.Tests.Training;
using Gan.Tests.Training.Data;
using Gan.Training;
using Gan.Training.Data;
using Gan.Training.Evaluation;
using Gan.Training.Evaluation.Features;
using Gan.Training.Export;
using Gan.Training.Methods;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Gan.Tests.Samples;

/// <summary>What docs/from-code.md quotes, compiled and run.</summary>
[TestClass]
public sealed class TrainingSnippetTests
{
    private readonly MLContext ml = new(seed: 1);

    private sealed class Row
    {
        public uint Seed { get; set; }
    }

    [TestMethod]
    public void Pictures_of_a_folder_in_a_run_that_goes_on()
    {
        using var folder = new TestFolder();
        Directory.CreateDirectory(folder["photos"]);
        for (var i = 0; i < 40; i++)
            File.WriteAllBytes(folder[$"photos/{i}.png"], PictureFile.Flat(12, 10, (byte)(6 * i), 120, 40));
        var (photos, steps, target) = (folder["photos"], 30, folder["run"]);
        using var stop = new CancellationTokenSource();

        var read = ImageFolder.Read(photos, new ImageFolderOptions { Width = 8, Height = 8 });
        foreach (var skipped in read.Skipped)
            Console.WriteLine(skipped);

        var recipe = new DcganRecipe { BatchSize = 16, FeatureMaps = 8 };
        using var trainer = new GanTrainer(recipe, read.Data, new TrainingSettings { Seed = 1, ReportEvery = 10 });
        var run = new TrainingRun(trainer, target, new RunSettings { CheckpointEvery = 10 });
        if (run.TryResume(stop.Token))
            Console.WriteLine($"goes on after step {trainer.Step}");
        run.Continue(
            steps,
            progress => Console.WriteLine($"step {progress.Report.Step}: {progress.Remaining:mm\\:ss} left"),
            stop.Token
        );
        var (bundle, differences) = BundleExporter.Export(trainer, (run.StartedUtc, run.TrainedFor));
        bundle.Save(run.Folder.Bundle);

        Assert.IsLessThan(BundleExporter.Tolerance, differences.Max(d => d.MaximumAbsolute));
        var rows = ml.Data.LoadFromEnumerable(Enumerable.Range(0, 3).Select(i => new Row { Seed = (uint)i }));
        var pictures = ml.Transforms.ApplyGanGenerator(bundle, "Picture", seedColumnName: "Seed").Fit(rows).Transform(rows);
        CollectionAssert.AreEqual(
            new[] { 192, 192, 192 },
            pictures.GetColumn<float[]>("Picture").Select(p => p.Length).ToArray()
        );

        using var further = new GanTrainer(recipe, read.Data, new TrainingSettings { Seed = 1, ReportEvery = 10 });
        var longer = new TrainingRun(further, target);
        Assert.IsTrue(longer.TryResume());
        Assert.AreEqual(30, further.Step);
    }

    [TestMethod]
    public void Numbers_of_ones_own_for_a_time()
    {
        var (random, time) = (new Random(1), TimeSpan.FromSeconds(6));
        var samples = Enumerable.Range(0, 200).SelectMany(_ => Point()).ToArray();
        float[] Point() => Math.SinCos(random.NextDouble() * 6.28) is var (y, x) ? [(float)x, (float)y] : [];

        var circle = new Dataset("circle", shape: [2], samples, labels: null, new ValueRange { Minimum = -1, Maximum = 1 });
        var plan = TrainingBudget.Fit(new R3GanRecipe { Hidden = [16, 16] }, circle, time);
        using var trainer = new GanTrainer(plan.Recipe, circle);
        trainer.TrainUntil(plan.Steps);

        Assert.AreEqual(plan.Steps, trainer.Step);
    }

    [TestMethod]
    public void Recipes_are_compared()
    {
        using var network = OnnxFeatureNetwork.Load(Path.Combine(SourceTree.Root, "models", "digits-classifier"));
        var (steps, seeds, settings) = (20, new[] { 1, 2 }, new EvaluationSettings { Samples = 200, Resamples = 20 });
        var distances = new List<double>();

        var (training, heldOut) = Dataset.Digits().WithoutLabels().Split(testFraction: 0.5, seed: 1);
        foreach (Recipe recipe in new Recipe[] { new LsganRecipe(), new WganGpRecipe() })
        foreach (var seed in seeds)
        {
            using var trainer = new GanTrainer(recipe, training, new TrainingSettings { Seed = seed });
            trainer.TrainUntil(steps);
            var (bundle, _) = BundleExporter.Export(trainer, (DateTime.UtcNow, TimeSpan.Zero));
            var report = new BundleEvaluation(bundle, training, network, settings) { HeldOut = heldOut }.Run();
            foreach (var figure in report.Figures)
                Console.WriteLine($"{recipe.Name}, seed {seed}: {figure.Name} {figure.Value:G3}");
            distances.Add(report.Figures.First(f => f.Name.StartsWith("Fréchet distance", StringComparison.Ordinal)).Value);
        }

        Assert.HasCount(4, distances.Where(double.IsFinite));
    }
}
