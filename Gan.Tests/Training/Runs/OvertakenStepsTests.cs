using Gan.Tests.Training.TensorBoard;
using Gan.Training;
using Gan.Training.Data;
using Gan.Training.Guards;
using Gan.Training.Methods;
using Gan.Training.Reporting.TensorBoard;

namespace Gan.Tests.Training.Runs;

/// <summary>Steps that were trained again, after a crash or because the guard went back, are told once.</summary>
[TestClass]
public sealed class OvertakenStepsTests
{
    private static readonly TrainingSettings Settings = new() { Device = TestDevice.Name, ReportEvery = 5 };
    private static readonly RunSettings EveryTen = new() { CheckpointEvery = 10, SamplesEvery = 10 };

    [TestMethod]
    [DataRow(5, DisplayName = "before the first checkpoint but that of step 0")]
    [DataRow(10, DisplayName = "at a checkpoint")]
    [DataRow(25, DisplayName = "after one")]
    public void After_a_crash(int step)
    {
        using var folder = new TestFolder();
        Crash(folder["run"], step);
        using var trainer = NewTrainer();
        var run = new TrainingRun(trainer, folder["run"], EveryTen);
        Assert.IsTrue(run.TryResume());
        var from = trainer.Step;
        run.Continue(40);
        AssertToldOnce(run, 40);

        var files = EventFolder.Files(run.Folder.TensorBoard);
        Assert.AreEqual(2, files.Length);
        foreach (var (file, first) in new[] { (files[0], 0), (files[1], from == 0 ? 0 : from + 1) })
        {
            Assert.AreEqual("brain.Event:2", file[0].FileVersion);
            Assert.AreEqual(first, file[1].Step);
            Assert.IsNotNull(file[1].SessionLog, "a file does not begin with the session's first step");
        }
    }

    [TestMethod]
    public void After_two_crashes_in_a_row()
    {
        using var folder = new TestFolder();
        Crash(folder["run"], 15);
        Crash(folder["run"], 35);
        Crash(folder["run"], 35);
        using var trainer = NewTrainer();
        var run = new TrainingRun(trainer, folder["run"], EveryTen);
        Assert.IsTrue(run.TryResume());
        Assert.AreEqual(30, trainer.Step);
        run.Continue(40);
        AssertToldOnce(run, 40);
    }

    [TestMethod]
    public void After_the_guard_went_back()
    {
        using var folder = new TestFolder();
        // Less than the whole real diversity, as early in training: the guard calls every report a collapse, and goes back once.
        var settings = EveryTen with
        {
            Guard = new GuardSettings
            {
                Diversity = 0.999,
                Patience = 3,
                MaximumRollbacks = 1,
            },
        };
        using var trainer = NewTrainer();
        var run = new TrainingRun(trainer, folder["run"], settings);
        run.Continue(40);
        Assert.AreEqual(0, run.Findings[0].WentBackTo);
        AssertToldOnce(run, 40);
    }

    [TestMethod]
    public void What_the_guard_said_of_steps_that_are_trained_again_is_forgotten()
    {
        using var folder = new TestFolder();
        using (var trainer = NewTrainer())
            new TrainingRun(trainer, folder["run"], EveryTen).Continue(10);
        var files = new RunFolder(folder["run"]);
        RunFolder.Append(files.Findings, new GuardFinding(15, 15, GuardKind.DiscriminatorVictory, "At step 15, it has won."));
        using var again = NewTrainer();
        var run = new TrainingRun(again, folder["run"], EveryTen with { Guard = null });
        Assert.IsTrue(run.TryResume());
        run.Continue(20);
        Assert.AreEqual(0, files.ReadFindings().Count());
    }

    /// <summary>A kill between a checkpoint and its samples leaves neither the file nor the event.</summary>
    [TestMethod]
    public void Samples_that_were_not_drawn_are_drawn_at_the_resume()
    {
        using var folder = new TestFolder();
        using (var trainer = NewTrainer())
            new TrainingRun(trainer, folder["run"], EveryTen).Continue(20);
        var files = new RunFolder(folder["run"]);
        var expected = File.ReadAllBytes(files.Samples(20));
        File.Delete(files.Samples(20));
        using var again = NewTrainer();
        var run = new TrainingRun(again, folder["run"], EveryTen);
        Assert.IsTrue(run.TryResume());
        run.Continue(20);
        CollectionAssert.AreEqual(expected, File.ReadAllBytes(files.Samples(20)));
    }

    [TestMethod]
    public void A_file_comes_after_those_before_it_even_if_the_clock_was_set_back()
    {
        using var folder = new TestFolder();
        var noon = new DateTimeOffset(2026, 11, 29, 12, 0, 0, TimeSpan.Zero);
        var first = EventFileWriter.NewName(folder.Path, noon);
        File.WriteAllText(folder[first], "");
        var second = EventFileWriter.NewName(folder.Path, noon.AddHours(-1));
        File.WriteAllText(folder[second], "");
        var third = EventFileWriter.NewName(folder.Path, noon.AddHours(1));
        StringAssert.StartsWith(first, "events.out.tfevents.1795953600.0000000.");
        Assert.IsLessThan(0, string.CompareOrdinal(first, second));
        Assert.IsLessThan(0, string.CompareOrdinal(second, third));
        StringAssert.StartsWith(third, "events.out.tfevents.1795957200.0000000.");
    }

    /// <summary>A session that ends without a chance to save, as far as its files tell.</summary>
    private static void Crash(string folder, int step)
    {
        using var trainer = NewTrainer();
        var run = new TrainingRun(trainer, folder, EveryTen);
        run.TryResume();
        Assert.ThrowsExactly<InvalidOperationException>(() =>
            run.Continue(
                40,
                p =>
                {
                    if (p.Report.Step == step)
                        throw new InvalidOperationException("crash");
                }
            )
        );
    }

    /// <summary>TensorBoard shows what <c>metrics.jsonl</c> holds, each number once, and a grid for each
    /// file of samples.</summary>
    internal static void AssertToldOnce(RunFolder run)
    {
        CollectionAssert.AreEqual(
            run.ReadMetrics()
                .SelectMany(r =>
                    r.Losses.Select(l => KeyValuePair.Create($"loss/{l.Key}", l.Value))
                        .Concat(r.Metrics)
                        .Select(m => EventFolder.Line(r.Step, m.Key, m.Value))
                )
                .Order(StringComparer.Ordinal)
                .ToArray(),
            EventFolder.Scalars(run.TensorBoard)
        );
        CollectionAssert.AreEqual(run.SampleSteps().ToArray(), EventFolder.Images(run.TensorBoard));
    }

    private static void AssertToldOnce(TrainingRun run, int steps)
    {
        CollectionAssert.AreEqual(
            Enumerable.Range(1, steps / 5).Select(i => i * 5L).ToArray(),
            run.Folder.ReadMetrics().Select(r => r.Step).ToArray()
        );
        AssertToldOnce(run.Folder);
    }

    private static GanTrainer NewTrainer() => new(new MlpGanRecipe { BatchSize = 16 }, Dataset.Digits(), Settings);
}
