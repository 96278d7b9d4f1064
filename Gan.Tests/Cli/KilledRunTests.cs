using System.Globalization;
using Gan.Tests.Training;
using Gan.Tests.Training.Runs;
using Gan.Training;

namespace Gan.Tests.Cli;

/// <summary>A run that is killed at any moment, without a chance to save, is gone on with as if nothing had happened.</summary>
[TestClass]
public sealed class KilledRunTests
{
    /// <summary>How often to kill. Some 50 take minutes: <c>GAN_KILLS=50 dotnet test --filter KilledRunTests</c>.</summary>
    private static readonly int Kills = int.Parse(
        Environment.GetEnvironmentVariable("GAN_KILLS") ?? "4",
        CultureInfo.InvariantCulture
    );

    [TestMethod]
    public void Killed_at_random_moments_a_run_ends_with_the_same_bits()
    {
        using var folder = new TestFolder();
        string[] train =
        [
            "train",
            "--recipe",
            "gan",
            "--steps",
            "600",
            "--checkpoint-every",
            "20",
            "--samples-every",
            "20",
            "--device",
            "cpu",
        ];
        var clock = System.Diagnostics.Stopwatch.StartNew();
        var (code, _, errors) = GanProcess.Run([.. train, "--out", folder["whole"]]);
        Assert.AreEqual(0, code, errors);
        var random = new Random(1);
        var (kills, round) = (0, 0);
        while (kills < Kills)
        {
            var run = folder[$"run-{round++}"];
            string[] next = [.. train, "--out", run];
            while (true)
            {
                using var process = GanProcess.Start(next);
                var ended = process.WaitFor(clock.Elapsed * random.NextDouble() * 0.7);
                if (!ended)
                    process.Kill();
                if (ended)
                {
                    (code, _, errors) = process.Wait();
                    Assert.AreEqual(0, code, errors);
                    break;
                }

                kills++;
                // Killed before it had said what it was asked to do, it never began.
                next = File.Exists(Path.Combine(run, "config.yaml")) ? ["resume", run] : [.. train, "--out", run];
                if (kills >= Kills)
                {
                    (code, _, errors) = GanProcess.Run(next);
                    Assert.AreEqual(0, code, errors);
                    break;
                }
            }

            ConfigurationTests.AssertSameGenerator(folder["whole"], run);
            Assert.AreEqual(
                File.ReadAllText(Path.Combine(folder["whole"], "metrics.jsonl")),
                File.ReadAllText(Path.Combine(run, "metrics.jsonl"))
            );
            OvertakenStepsTests.AssertToldOnce(new RunFolder(run));
            Assert.AreEqual("", string.Join(' ', Directory.EnumerateFiles(run, "*.tmp", SearchOption.AllDirectories)));
            clock.Restart();
        }
    }

    [TestMethod]
    public void Two_runs_in_one_folder_are_refused_whichever_way_the_second_begins()
    {
        using var folder = new TestFolder();
        string[] train = ["train", "--recipe", "gan", "--steps", "1000000", "--device", "cpu", "--out", folder["run"]];
        using var first = GanProcess.Start(train);
        var deadline = DateTime.UtcNow.AddMinutes(2);
        while (!Directory.Exists(Path.Combine(folder["run"], "checkpoints")) && DateTime.UtcNow < deadline)
            Thread.Sleep(50);
        while (Directory.GetFiles(Path.Combine(folder["run"], "checkpoints"), "*.zip").Length == 0 && DateTime.UtcNow < deadline)
            Thread.Sleep(50);
        foreach (var second in new[] { train, [.. train, "--resume"], ["resume", folder["run"]] })
        {
            var (code, _, errors) = GanInProcess.Run(second);
            Assert.AreEqual(1, code, errors);
            StringAssert.Contains(errors, second == train ? "already holds a run" : "another run is at work there");
        }

        first.Kill();
    }
}
