using System.CommandLine;
using Gan.Cli.Commands;
using Gan.Cli.Runs;
using Gan.Cli.Tables;
using Gan.Onnx;
using Gan.Onnx.Bundles;
using Gan.Tests.Engineering;
using Gan.Tests.Training;
using Gan.Training;
using Gan.Training.Data;

namespace Gan.Tests.Cli;

/// <summary>Ctrl-C before and after the steps, memory that runs out, and folders that cannot be written to.</summary>
[TestClass]
public sealed class StoppedTests
{
    [TestMethod]
    public void While_data_are_read_nobody_waits_for_them_and_nothing_is_written()
    {
        using var folder = new TestFolder();
        using ManualResetEventSlim reading = new(),
            never = new();
        using var cancellation = new CancellationTokenSource();
        var job = Job(folder["run"]) with
        {
            ReadData = (_, _) =>
            {
                reading.Set();
                never.Wait(TimeSpan.FromMinutes(1), CancellationToken.None);
                return Dataset.Digits();
            },
        };
        var work = Task.Run(() =>
            TrainRunner.Execute(job, ResumeMode.MustBeNew, new CommandOutput(json: false), cancellation.Token)
        );
        Assert.IsTrue(reading.Wait(TimeSpan.FromMinutes(1)));
        cancellation.Cancel();
        var e = Assert.ThrowsExactly<AggregateException>(() => work.Wait(TimeSpan.FromSeconds(30)));
        Assert.AreEqual("Nothing was trained or written.", ((StoppedException)e.InnerException!).Message);
        Assert.IsFalse(Path.Exists(folder["run"]));
        never.Set();
    }

    [TestMethod]
    public void Before_the_first_checkpoint_none_is_spoken_of()
    {
        using var folder = new TestFolder();
        using var cancellation = new CancellationTokenSource();
        var output = Console.Out;
        OperationCanceledException e;
        // This is said after the data are read and before the folder is made.
        using (var line = new CancellingWriter("batches of 1797 instead of 2000", cancellation))
        {
            Console.SetOut(line);
            try
            {
                e = Assert.Throws<OperationCanceledException>(() =>
                    TrainRunner.Execute(
                        Job(folder["run"], "--set", "batch-size=2000"),
                        ResumeMode.MustBeNew,
                        new CommandOutput(json: false),
                        cancellation.Token
                    )
                );
            }
            finally
            {
                Console.SetOut(output);
            }
        }

        Assert.IsFalse(TrainingRun.Exists(folder["run"]));
        StringAssert.Contains(e.Message, "there is no checkpoint yet");
    }

    [TestMethod]
    public void After_the_last_step_nothing_is_exported_and_a_resume_does_it()
    {
        using var folder = new TestFolder();
        using var cancellation = new CancellationTokenSource();
        var job = Job(folder["run"]);
        var run = new RunFolder(folder["run"]);
        OperationCanceledException e;
        var output = Console.Out;
        // The line of the last step comes after the last look that training takes at the token.
        using (var line = new CancellingWriter("step      5 of 5", cancellation))
        {
            Console.SetOut(line);
            try
            {
                e = Assert.Throws<OperationCanceledException>(() =>
                    TrainRunner.Execute(job, ResumeMode.MustBeNew, new CommandOutput(json: false), cancellation.Token)
                );
            }
            finally
            {
                Console.SetOut(output);
            }
        }

        StringAssert.Contains(e.Message, "gan resume");
        Assert.AreEqual(RunState.Finished, RunStatus.Read(run)!.State);
        Assert.IsFalse(Path.Exists(run.Bundle));
        Assert.IsFalse(Path.Exists(run.Report));
        Assert.AreEqual(0, Directory.GetFiles(run.Root, "*.tmp", SearchOption.AllDirectories).Length);

        var (code, _, errors) = GanInProcess.Run("resume", run.Root);
        Assert.AreEqual(0, code, errors);
        Assert.IsTrue(Path.Exists(run.Bundle));
        Assert.IsTrue(Path.Exists(run.Report));
    }

    [TestMethod]
    [DataRow("augment", "--label", "1", "--count", "100000000")]
    [DataRow("featurize", "--shape", "1,8,8", "--range", "0,16", "--data", "rows.csv")]
    public void While_rows_are_written_a_command_stops_and_leaves_no_file(string command, params string[] arguments)
    {
        using TestFolder folder = new(),
            made = new();
        if (arguments[^1] == "rows.csv")
        {
            File.WriteAllLines(folder["rows.csv"], Enumerable.Repeat(string.Join(',', Enumerable.Repeat(5, 64)), 100_000));
            arguments[^1] = folder["rows.csv"];
        }

        var bundle = Path.Combine(SourceTree.Root, "models", "digits-dcgan");
        using var process = GanProcess.Start([command, "--bundle", bundle, .. arguments, "--out", made["out.csv"]]);
        var deadline = DateTime.UtcNow.AddMinutes(2);
        while (Directory.GetFiles(made.Path).Length == 0 && DateTime.UtcNow < deadline)
            Thread.Sleep(20);
        process.Interrupt();
        Assert.IsTrue(process.WaitFor(TimeSpan.FromSeconds(30)), "it went on");
        var (code, _, errors) = process.Wait();
        Assert.AreEqual((130, "Stopped. No file was left half-written."), (code, errors.Trim()));
        Assert.IsEmpty(Directory.GetFiles(made.Path));
    }

    [TestMethod]
    public void While_rows_of_a_table_are_made_nothing_is_kept_of_them()
    {
        using var folder = new TestFolder();
        using var cancellation = new CancellationTokenSource();
        var path = Path.Combine(SourceTree.Root, "models", "credit-g");
        var (code, _, errors) = GanInProcess.Run("sample", "--bundle", path, "--count", "20", "--out", folder["table.csv"]);
        Assert.AreEqual(0, code, errors);
        var plan = new AugmentationPlan(100_000_000, null, false, null, null, 1);
        // The table is read when this is said; the rows come after that.
        using var words = new CancellingWriter("20 rows", cancellation);
        var bundle = GanBundle.Load(path);
        var work = Task.Run(() =>
            TableAugmentation.Write(bundle, folder["table.csv"], new(), folder["out.csv"], plan, words, cancellation.Token)
        );
        var e = Assert.ThrowsExactly<AggregateException>(() => work.Wait(TimeSpan.FromMinutes(1)));
        Assert.IsInstanceOfType<OperationCanceledException>(e.InnerException);
        Assert.HasCount(1, Directory.GetFiles(folder.Path));
    }

    [TestMethod]
    public async Task What_was_stopped_and_what_lacks_memory_says_so()
    {
        Assert.AreEqual(
            (130, "Stopped. Nothing was trained or written.\n"),
            await Run(() => throw new StoppedException("Nothing was trained or written."))
        );
        var (code, errors) = await Run(() => throw new InsufficientMemoryException("64 MiB more were asked for."));
        Assert.AreEqual(1, code);
        StringAssert.Contains(errors, "There is not enough memory: 64 MiB more were asked for. Take smaller batches");
        Assert.IsFalse(errors.Contains("   at ", StringComparison.Ordinal), errors);
        (code, errors) = await Run(() =>
            throw new InvalidOperationException(
                "It failed.",
                new InvalidOperationException("[GPU] CUDA out of memory. Tried to allocate 2 GiB\nframe #0: x")
            )
        );
        Assert.AreEqual(1, code);
        StringAssert.Contains(errors, "There is not enough memory: [GPU] CUDA out of memory. Tried to allocate 2 GiB. Take");
        Assert.IsFalse(errors.Contains("frame", StringComparison.Ordinal), errors);
    }

    [TestMethod]
    [DataRow("train", "--recipe", "gan", "--set", "hidden=900000,900000", "--device", "cpu")]
    [DataRow("train-classifier", "--name", "n", "--feature-count", "1000000000")]
    public void Networks_that_no_machine_holds_are_no_defect(params string[] command)
    {
        using var folder = new TestFolder();
        GanInProcess.Refuses(
            [.. command, "--out", folder["out"]],
            "There is not enough memory: can't allocate memory: you tried to allocate"
        );
    }

    [TestMethod]
    public void A_folder_that_cannot_be_written_to_is_known_before_the_data_are_read()
    {
        using var folder = new TestFolder();
        File.WriteAllText(folder["file"], "");
        foreach (var run in new[] { folder["file"], Path.Combine(folder["file"], "run") })
            GanInProcess.Refuses(
                ["train", "--data", folder["none.csv"], "--out", run],
                $"The folder '{run}' could not be written to: '{folder["file"]}' is a file."
            );
        // Nothing is left where it can.
        GanInProcess.Refuses(["train", "--data", folder["none.csv"], "--out", folder["new/run"]], "does not exist");
        Assert.AreEqual("file", string.Join(' ', Directory.GetFileSystemEntries(folder.Path).Select(Path.GetFileName)));
        new RunFolder(folder["new/run"]).RequireWritable();
        Assert.ThrowsExactly<GanException>(() => new RunFolder(folder["file"]).RequireWritable());
    }

    private static TrainJob Job(string folder, params string[] arguments)
    {
        var options = new TrainOptions();
        var command = new Command("train");
        options.AddTo(command);
        return options.Read(command.Parse(["--recipe", "gan", "--steps", "5", "--device", "cpu", .. arguments]), folder);
    }

    private static async Task<(int Code, string Errors)> Run(Func<Task<int>> command)
    {
        var errors = Console.Error;
        using var captured = new StringWriter { NewLine = "\n" };
        Console.SetError(captured);
        try
        {
            return (await CommandRunner.RunAsync(command, "train"), captured.ToString());
        }
        finally
        {
            Console.SetError(errors);
        }
    }

    /// <summary>Cancels when a text is written.</summary>
    private sealed class CancellingWriter(string text, CancellationTokenSource cancellation) : StringWriter
    {
        public override void WriteLine(string? value)
        {
            if (value?.Contains(text, StringComparison.Ordinal) == true)
                cancellation.Cancel();
        }
    }
}
