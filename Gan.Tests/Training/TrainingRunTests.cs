using Gan.Training;
using Gan.Training.Data;
using Gan.Training.Recipes;

namespace Gan.Tests.Training;

[TestClass]
public sealed class TrainingRunTests
{
    private static readonly TrainingSettings Settings = new() { Device = "cpu", ReportEvery = 5 };

    [TestMethod]
    public void A_cancelled_run_resumes_with_its_losses()
    {
        using var folder = new TestFolder();
        using (var trainer = NewTrainer())
        {
            var run = new TrainingRun(trainer, folder["run"]);
            Assert.IsFalse(run.TryResume());
            using var cancellation = new CancellationTokenSource();
            Assert.ThrowsExactly<OperationCanceledException>(() => run.Continue(40, 10, p =>
            {
                if (p.Losses.Step == 15) cancellation.Cancel();
            }, cancellation.Token));
        }

        using var again = NewTrainer();
        var resumed = new TrainingRun(again, folder["run"]);
        Assert.IsTrue(resumed.TryResume());
        Assert.AreEqual(15, again.Step);
        resumed.Continue(40, 10);

        using var whole = NewTrainer();
        var expected = new TrainingRun(whole, folder["whole"]);
        expected.Continue(40, 10);
        Assert.AreEqual(File.ReadAllText(expected.MetricsFile), File.ReadAllText(resumed.MetricsFile));
        Assert.AreEqual(8, File.ReadLines(resumed.MetricsFile).Count());
    }

    [TestMethod]
    public void Progress_says_how_fast_and_how_long()
    {
        using var folder = new TestFolder();
        using var trainer = NewTrainer();
        var seen = new List<RunProgress>();
        new TrainingRun(trainer, folder["run"]).Continue(20, 7, seen.Add);
        CollectionAssert.AreEqual(new long[] { 5, 7, 10, 14, 15, 20 }, seen.Select(p => p.Losses.Step).ToArray());
        Assert.IsTrue(seen.All(p => p.TotalSteps == 20 && p.StepsPerSecond > 0));
        Assert.AreEqual(TimeSpan.Zero, seen[^1].Remaining);
    }

    private static GanTrainer NewTrainer() => new(new MlpGanRecipe { BatchSize = 16 }, DigitsDataset.Load(), Settings);
}
