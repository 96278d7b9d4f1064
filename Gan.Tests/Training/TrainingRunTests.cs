using System.Globalization;
using Gan.Onnx;
using Gan.Training;
using Gan.Training.Data;
using Gan.Training.Evaluation.Features;
using Gan.Training.Guards;
using Gan.Training.Methods;

namespace Gan.Tests.Training;

[TestClass]
public sealed class TrainingRunTests
{
    private static readonly TrainingSettings Settings = new() { Device = TestDevice.Name, ReportEvery = 5 };

    [TestMethod]
    public void A_run_that_ends_by_any_error_says_that_it_failed_and_how_long_it_trained_in_all()
    {
        using var folder = new TestFolder();
        using (var trainer = NewTrainer())
        {
            var run = new TrainingRun(trainer, folder["run"], Every(10));
            run.Continue(10);
            Assert.ThrowsExactly<InvalidOperationException>(() =>
                run.Continue(20, _ => throw new InvalidOperationException("the card has no memory left"))
            );
        }

        var failed = RunStatus.Read(new RunFolder(folder["run"]))!;
        Assert.AreEqual((RunState.Failed, "the card has no memory left"), (failed.State, failed.Message));

        using var again = NewTrainer();
        var resumed = new TrainingRun(again, folder["run"], Every(10));
        Assert.IsTrue(resumed.TryResume());
        resumed.Continue(20);
        var finished = RunStatus.Read(new RunFolder(folder["run"]))!;
        Assert.AreEqual(RunState.Finished, finished.State);
        Assert.AreEqual(failed.StartedUtc, finished.StartedUtc);
        Assert.AreEqual(failed.StartedUtc, resumed.StartedUtc);
        Assert.IsGreaterThan(failed.TrainedSeconds, finished.TrainedSeconds);
    }

    [TestMethod]
    public void A_run_without_memory_says_that_it_failed()
    {
        using var folder = new TestFolder();
        using var trainer = NewTrainer();
        Assert.ThrowsExactly<InsufficientMemoryException>(() =>
            new TrainingRun(trainer, folder["run"]).Continue(
                20,
                _ => throw new InsufficientMemoryException("64 MiB more were asked for")
            )
        );
        var status = RunStatus.Read(new RunFolder(folder["run"]))!;
        Assert.AreEqual((RunState.Failed, "64 MiB more were asked for"), (status.State, status.Message));
    }

    [TestMethod]
    public void A_distance_that_is_no_number_is_never_the_best()
    {
        using var folder = new TestFolder();
        using (var trainer = NewTrainer())
            new TrainingRun(trainer, folder["run"], Every(10)).Continue(10);
        var files = new RunFolder(folder["run"]);
        var reports = files.ReadMetrics().ToArray();
        RunFolder.Write(
            files.Metrics,
            reports.Select(r =>
                r with
                {
                    Metrics = r.Metrics.ToDictionary(m => m.Key, m => m.Key == TrainingRun.DistanceMetric ? double.NaN : m.Value),
                }
            )
        );

        using var again = NewTrainer();
        var run = new TrainingRun(again, folder["run"], Every(10));
        Assert.IsTrue(run.TryResume());
        run.Continue(20);
        CollectionAssert.AreEqual(File.ReadAllBytes(files.Checkpoint(20)), File.ReadAllBytes(files.Best));
    }

    [TestMethod]
    public void A_cancelled_run_resumes_with_its_losses()
    {
        using var folder = new TestFolder();
        using (var trainer = NewTrainer())
        {
            var run = new TrainingRun(trainer, folder["run"], Every(10));
            Assert.IsFalse(run.TryResume());
            using var cancellation = new CancellationTokenSource();
            Assert.ThrowsExactly<OperationCanceledException>(() =>
                run.Continue(
                    40,
                    p =>
                    {
                        if (p.Report.Step == 15)
                            cancellation.Cancel();
                    },
                    cancellation.Token
                )
            );
        }

        using var again = NewTrainer();
        var resumed = new TrainingRun(again, folder["run"], Every(10));
        Assert.IsTrue(resumed.TryResume());
        Assert.AreEqual(15, again.Step);
        resumed.Continue(40);

        using var whole = NewTrainer();
        var expected = new TrainingRun(whole, folder["whole"], Every(10));
        expected.Continue(40);
        Assert.AreEqual(File.ReadAllText(expected.MetricsFile), File.ReadAllText(resumed.MetricsFile));
        Assert.AreEqual(8, File.ReadLines(resumed.MetricsFile).Count());
    }

    [TestMethod]
    public void A_feature_network_chooses_the_best_checkpoint_and_changes_nothing_else()
    {
        using var folder = new TestFolder();
        using var features = new RawValues();
        var judged = Every(10) with { BestBy = features, BestBySamples = 40 };
        using (var trainer = NewTrainer())
            new TrainingRun(trainer, folder["run"], judged).Continue(20);
        using var again = NewTrainer();
        var resumed = new TrainingRun(again, folder["run"], judged);
        Assert.IsTrue(resumed.TryResume());
        resumed.Continue(40);

        using var whole = NewTrainer();
        var expected = new TrainingRun(whole, folder["whole"], judged);
        expected.Continue(40);
        Assert.AreEqual(File.ReadAllText(expected.MetricsFile), File.ReadAllText(resumed.MetricsFile));

        const string Reading = "distance/Fréchet distance (raw values)";
        var best = expected.Reports.Where(l => l.Metrics.ContainsKey(Reading)).MinBy(l => l.Metrics[Reading])!.Step;
        whole.LoadCheckpoint(expected.BestCheckpointFile);
        Assert.AreEqual(best, whole.Step);

        using var plain = NewTrainer();
        new TrainingRun(plain, folder["plain"], Every(10)).Continue(40);
        var latents = Enumerable.Range(0, 2 * plain.Recipe.LatentSize).Select(i => i % 7 / 3f - 1).ToArray();
        CollectionAssert.AreEqual(plain.Sample(latents), again.Sample(latents), "Measuring changed the training.");
    }

    [TestMethod]
    public void Progress_says_how_fast_and_how_long()
    {
        using var folder = new TestFolder();
        using var trainer = NewTrainer();
        var seen = new List<RunProgress>();
        new TrainingRun(trainer, folder["run"], Every(7)).Continue(20, seen.Add);
        CollectionAssert.AreEqual(new long[] { 5, 7, 10, 14, 15, 20 }, seen.Select(p => p.Report.Step).ToArray());
        Assert.IsTrue(seen.All(p => p.TotalSteps == 20 && p.StepsPerSecond > 0));
        Assert.AreEqual(TimeSpan.Zero, seen[^1].Remaining);
    }

    [TestMethod]
    public void The_last_checkpoints_and_the_best_are_kept_with_samples_of_each()
    {
        using var folder = new TestFolder();
        using var trainer = NewTrainer();
        var run = new TrainingRun(trainer, folder["run"], Every(10) with { KeepCheckpoints = 2 });
        run.Continue(50);
        CollectionAssert.AreEqual(
            new[] { "best.zip", "step-000000040.zip", "step-000000050.zip" },
            Directory.GetFiles(folder["run/checkpoints"]).Select(Path.GetFileName).Order(StringComparer.Ordinal).ToArray()
        );
        Assert.AreEqual(5, Directory.GetFiles(folder["run/samples"], "*.png").Length);

        var best = run.Reports.MinBy(l => l.Metrics.GetValueOrDefault(TrainingRun.DistanceMetric, double.MaxValue))!;
        using var other = NewTrainer();
        other.LoadCheckpoint(run.BestCheckpointFile);
        Assert.AreEqual(best.Step, other.Step);
    }

    [TestMethod]
    public void A_run_that_stops_being_finite_goes_back_a_bounded_number_of_times_and_then_ends()
    {
        using var folder = new TestFolder();
        using var trainer = new GanTrainer(
            new MlpGanRecipe
            {
                BatchSize = 16,
                DiscriminatorLearningRate = 1e37,
                GeneratorLearningRate = 1e37,
            },
            Dataset.Digits(),
            Settings
        );
        var run = new TrainingRun(trainer, folder["run"], Every(10));
        var e = Assert.ThrowsExactly<GanException>(() => run.Continue(100));
        StringAssert.Contains(e.Message, "Training diverged at step");
        Assert.AreEqual(
            "0 0 0 none",
            string.Join(' ', run.Findings.Select(f => f.WentBackTo?.ToString(CultureInfo.InvariantCulture) ?? "none"))
        );
        Assert.IsTrue(run.Findings.All(f => f.Kind == GuardKind.NotFinite));
    }

    [TestMethod]
    public void A_run_that_went_back_resumes_to_the_same_bits()
    {
        using var folder = new TestFolder();
        var settings = GoesBackOnce;
        using var whole = NewTrainer();
        var expected = new TrainingRun(whole, folder["whole"], settings);
        expected.Continue(40);
        Assert.AreEqual(0, expected.Findings[0].WentBackTo);

        using (var trainer = NewTrainer())
        {
            using var cancellation = new CancellationTokenSource();
            var run = new TrainingRun(trainer, folder["run"], settings);
            Assert.ThrowsExactly<OperationCanceledException>(() =>
                run.Continue(
                    40,
                    p =>
                    {
                        if (p.Report.Step == 10 && run.Findings.Count > 0)
                            cancellation.Cancel();
                    },
                    cancellation.Token
                )
            );
        }

        using var again = NewTrainer();
        var resumed = new TrainingRun(again, folder["run"], settings);
        Assert.IsTrue(resumed.TryResume());
        Assert.AreEqual(10, again.Step);
        resumed.Continue(40);
        Assert.AreEqual(File.ReadAllText(expected.MetricsFile), File.ReadAllText(resumed.MetricsFile));
    }

    /// <summary>The record that a run goes back is saved before the checkpoint it goes on from.</summary>
    [TestMethod]
    public void A_run_that_was_killed_while_it_went_back_resumes_to_the_same_bits()
    {
        using var folder = new TestFolder();
        var settings = GoesBackOnce;
        using var whole = NewTrainer();
        var expected = new TrainingRun(whole, folder["whole"], settings);
        expected.Continue(40);
        Assert.AreEqual(0, expected.Findings[0].WentBackTo);

        var files = new RunFolder(folder["run"]);
        using (var trainer = NewTrainer())
        {
            using var cancellation = new CancellationTokenSource();
            var run = new TrainingRun(trainer, files.Root, settings);
            byte[] first = [];
            Assert.ThrowsExactly<OperationCanceledException>(() =>
                run.Continue(
                    40,
                    p =>
                    {
                        if (first.Length == 0)
                            first = File.ReadAllBytes(files.Checkpoint(0));
                        if (run.Findings.Count > 0)
                            cancellation.Cancel();
                    },
                    cancellation.Token
                )
            );
            foreach (var step in files.CheckpointSteps())
                File.Delete(files.Checkpoint(step));
            File.WriteAllBytes(files.Checkpoint(0), first);
        }

        using var again = NewTrainer();
        var resumed = new TrainingRun(again, files.Root, settings);
        Assert.IsTrue(resumed.TryResume());
        Assert.AreEqual(0, again.Step);
        resumed.Continue(40);
        Assert.AreEqual(File.ReadAllText(expected.MetricsFile), File.ReadAllText(resumed.MetricsFile));
        CollectionAssert.AreEqual(expected.Findings.ToArray(), resumed.Findings.ToArray());
    }

    [TestMethod]
    public void A_guard_goes_back_where_it_would_have_without_an_interruption()
    {
        using var folder = new TestFolder();
        var settings = Every(10) with
        {
            Guard = new GuardSettings
            {
                Diversity = 0.999,
                Patience = 5,
                MaximumRollbacks = 1,
            },
        };
        using var whole = NewTrainer();
        var expected = new TrainingRun(whole, folder["whole"], settings);
        expected.Continue(60);
        Assert.AreEqual(25, expected.Findings[0].Step);

        // Before the guard has seen enough, and after it went back.
        foreach (var steps in new[] { 20, 20, 60 })
        {
            using var trainer = NewTrainer();
            var run = new TrainingRun(trainer, folder["run"], settings);
            run.TryResume();
            run.Continue(steps);
        }

        var files = new RunFolder(folder["run"]);
        CollectionAssert.AreEqual(expected.Findings.ToArray(), files.ReadFindings().ToArray());
        Assert.AreEqual(File.ReadAllText(expected.MetricsFile), File.ReadAllText(files.Metrics));
    }

    [TestMethod]
    public void Two_runs_cannot_work_in_one_folder()
    {
        using var folder = new TestFolder();
        using var first = NewTrainer();
        using var second = NewTrainer();
        var other = new TrainingRun(second, folder["run"], Every(10));
        GanException? refused = null;
        new TrainingRun(first, folder["run"], Every(10)).Continue(
            5,
            _ => refused = Assert.ThrowsExactly<GanException>(() => other.Continue(5))
        );
        StringAssert.Contains(refused!.Message, "another run is at work there");
        Assert.IsTrue(File.Exists(Path.Combine(folder["run"], ".lock")), "a lock that is removed can be held twice");
        other.TryResume();
        other.Continue(10);
    }

    private static RunSettings Every(long steps) => new() { CheckpointEvery = steps };

    /// <summary>Less than the whole real diversity, as early in training: the guard calls every report a collapse, and goes back
    /// once.</summary>
    private static RunSettings GoesBackOnce =>
        Every(10) with
        {
            Guard = new GuardSettings
            {
                Diversity = 0.999,
                Patience = 3,
                MaximumRollbacks = 1,
            },
        };

    private static GanTrainer NewTrainer() => new(new MlpGanRecipe { BatchSize = 16 }, Dataset.Digits(), Settings);
}
