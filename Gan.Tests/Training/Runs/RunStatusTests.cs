using Gan.Tests.Cli;
using Gan.Training;

namespace Gan.Tests.Training.Runs;

/// <summary>Whoever looks at a run's folder tells a living run from a dead one.</summary>
[TestClass]
public sealed class RunStatusTests
{
    private static readonly RunStatus Running = new(RunState.Running, 50, 200, 10, 15, DateTime.UtcNow);

    [TestMethod]
    public void A_process_that_was_killed_no_longer_trains()
    {
        using var folder = new TestFolder();
        var run = new RunFolder(folder["run"]);
        using var process = GanProcess.Start(
            "train",
            "--recipe",
            "gan",
            "--steps",
            "1000000",
            "--checkpoint-every",
            "20",
            "--device",
            "cpu",
            "--out",
            run.Root
        );
        var deadline = DateTime.UtcNow.AddMinutes(2);
        while (run.CheckpointSteps().Count < 2 && DateTime.UtcNow < deadline)
            Thread.Sleep(50);
        Assert.AreEqual(RunState.Running, RunStatus.Read(run)?.State);
        Assert.AreEqual("running", Shown(run));

        process.Kill();
        StringAssert.Contains(File.ReadAllText(run.Status), "\"running\"");
        var status = RunStatus.Read(run)!;
        Assert.AreEqual(RunState.Interrupted, status.State);
        Assert.AreEqual(1_000_000, status.TotalSteps);
        Assert.AreEqual("interrupted", Shown(run));

        var (code, _, errors) = GanInProcess.Run(
            "resume",
            run.Root,
            "--steps",
            (run.CheckpointSteps()[^1] + 5).ToString(System.Globalization.CultureInfo.InvariantCulture)
        );
        Assert.AreEqual(0, code, errors);
        Assert.AreEqual(RunState.Finished, RunStatus.Read(run)!.State);
        Assert.AreEqual("finished", Shown(run));
    }

    [TestMethod]
    public void Only_who_says_that_it_trains_is_asked_for_a_sign_of_life()
    {
        using var folder = new TestFolder();
        var run = new RunFolder(folder.Path);
        Assert.IsNull(RunStatus.Read(run));
        foreach (var state in new[] { RunState.Finished, RunState.Stopped, RunState.Failed })
        {
            AtomicFile.WriteText(run.Status, RunFolder.Text(Running with { State = state }));
            Assert.AreEqual(state, RunStatus.Read(run)!.State);
        }

        AtomicFile.WriteText(run.Status, RunFolder.Text(Running));
        Assert.AreEqual(RunState.Interrupted, RunStatus.Read(run)!.State, "there is no lock");
        using (run.Lock())
            Assert.AreEqual(RunState.Running, RunStatus.Read(run)!.State);
        Assert.AreEqual(Running with { State = RunState.Interrupted }, RunStatus.Read(run));
    }

    [TestMethod]
    public void Who_looks_does_not_keep_a_run_out()
    {
        using var folder = new TestFolder();
        var run = new RunFolder(folder.Path);
        using var end = new CancellationTokenSource();
        var watcher = Task.Run(() =>
        {
            while (!end.IsCancellationRequested)
                run.IsLocked();
        });
        for (var i = 0; i < 200; i++)
        {
            using var held = run.Lock();
            Assert.IsTrue(run.IsLocked());
        }

        end.Cancel();
        watcher.Wait();
        Assert.IsFalse(run.IsLocked());
    }

    /// <summary>What the page is told.</summary>
    private static string? Shown(RunFolder run) => (string?)new Gan.Cli.Watching.RunUpdates(run).Next()!["status"]!["state"];
}
