using System.Diagnostics;
using Gan.Tests.Engineering;
using Gan.Tests.Training;

namespace Gan.Tests.Cli;

/// <summary>A disk without space, and folders that may not be written to.</summary>
[TestClass]
public sealed class FullDiskTests
{
    private static readonly string Digits = Path.Combine(SourceTree.Root, "models", "digits-dcgan");

    [TestMethod]
    public void A_full_disk_is_said_so_and_files_are_whole_or_not_there()
    {
        using var folder = new TestFolder();
        Directory.CreateDirectory(folder["disk"]);
        if (!Run("mount", "-t", "tmpfs", "-o", "size=6m", "tmpfs", folder["disk"]))
            Assert.Inconclusive("A small file system cannot be mounted here; that needs root.");
        try
        {
            // Full in the middle of a run: the first checkpoints fit, the next do not.
            var run = Path.Combine(folder["disk"], "run");
            var (code, _, errors) = GanInProcess.Run(
                "train",
                "--recipe",
                "gan",
                "--steps",
                "40",
                "--checkpoint-every",
                "5",
                "--keep-checkpoints",
                "50",
                "--device",
                "cpu",
                "--out",
                run
            );
            Assert.AreEqual(1, code, errors);
            StringAssert.Contains(errors, "could not be written");
            StringAssert.Contains(errors, "No space left");
            // What is there can be gone on from, once there is space.
            Assert.IsTrue(Run("mount", "-o", "remount,size=300m", folder["disk"]));
            (code, _, errors) = GanInProcess.Run("resume", run);
            Assert.AreEqual(0, code, errors);
            // Room for one more checkpoint and not for two is too little to begin with.
            var files = new DirectoryInfo(run).GetFiles("*", SearchOption.AllDirectories);
            var checkpoint = files.Single(f => f.Name == "step-000000040.zip").Length;
            var most = string.Create(
                System.Globalization.CultureInfo.InvariantCulture,
                $"remount,size={(files.Sum(f => f.Length + 4096) + checkpoint) / 1024}k"
            );
            Assert.IsTrue(Run("mount", "-o", most, folder["disk"]));
            GanInProcess.Refuses(["resume", run, "--steps", "80"], "Make room, or train in another folder.");
            Assert.AreEqual(40, new Gan.Training.RunFolder(run).CheckpointSteps()[^1]);

            Assert.IsTrue(Run("mount", "-o", "remount,size=1k", folder["disk"]) || FillUp(folder["disk"]));
            FillUp(folder["disk"]);
            var before = Directory.GetFileSystemEntries(folder["disk"]).Length;
            foreach (
                var command in new string[][]
                {
                    ["sample", "--bundle", Digits, "--count", "100", "--out", Path.Combine(folder["disk"], "x.csv")],
                    ["interpolate", "--bundle", Digits, "--out", Path.Combine(folder["disk"], "x.png")],
                    ["featurize", "--bundle", Digits, "--out", Path.Combine(folder["disk"], "f.csv")],
                    ["score", "--bundle", Digits, "--out", Path.Combine(folder["disk"], "s.csv")],
                    ["score", "--bundle", Digits, "--out", Path.Combine(folder["disk"], "s.parquet")],
                    [
                        "augment",
                        "--bundle",
                        Digits,
                        "--label",
                        "1",
                        "--count",
                        "5",
                        "--out",
                        Path.Combine(folder["disk"], "a.csv"),
                    ],
                    [
                        "train",
                        "--recipe",
                        "gan",
                        "--steps",
                        "5",
                        "--device",
                        "cpu",
                        "--out",
                        Path.Combine(folder["disk"], "other"),
                    ],
                }
            )
            {
                (code, _, errors) = GanInProcess.Run(command);
                Assert.AreEqual(1, code, $"{command[0]}: {errors}");
                StringAssert.Contains(errors, "could not be", command[0]);
                Assert.IsFalse(errors.Contains("ParquetStatus", StringComparison.Ordinal), errors);
                Assert.IsFalse(errors.Contains("   at ", StringComparison.Ordinal), errors);
            }

            // Known before the data, which are not there, are looked for.
            string[] train = ["train", "--data", folder["none.csv"], "--out", Path.Combine(folder["disk"], "new")];
            GanInProcess.Refuses(train, "No space left");
            Assert.IsTrue(Run("mount", "-o", "remount,ro", folder["disk"]));
            GanInProcess.Refuses(train, "could not be written to: Read-only file system");
            Assert.IsTrue(Run("mount", "-o", "remount,rw", folder["disk"]));

            Assert.AreEqual(0, Directory.GetFiles(folder["disk"], "*.tmp").Length);
            Assert.IsTrue(
                Directory.GetFileSystemEntries(folder["disk"]).Length <= before + 1,
                "a command left more than its empty folder"
            );
        }
        finally
        {
            Assert.IsTrue(Run("umount", folder["disk"]));
        }
    }

    [TestMethod]
    [DataRow("score", "scores.csv")]
    [DataRow("score", "scores.parquet")]
    [DataRow("featurize", "features.csv")]
    [DataRow("sample", "samples.parquet")]
    [DataRow("sample", "samples.png")]
    [DataRow("export", "models")]
    public void A_file_that_may_not_be_as_long_is_neither_a_defect_nor_the_data_s_fault(string command, string name)
    {
        using var folder = new TestFolder();
        var output = folder[name];
        string[] arguments = command == "export" ? ["--to", "onnx", output] : ["--out", output];
        // The runtime maps the code that it makes from a file, unless told otherwise.
        var (code, errors) = Shell(
            "ulimit -f 1; trap '' XFSZ; DOTNET_EnableWriteXorExecute=0 exec dotnet \"$@\"",
            [Path.Combine(AppContext.BaseDirectory, "gan.dll"), command, "--bundle", Digits, .. arguments]
        );
        Assert.AreEqual(1, code, errors);
        StringAssert.Contains(errors, $"'{output}' could not be written: it would be longer than its file system, or a limit");
        Assert.IsFalse(errors.Contains("   at ", StringComparison.Ordinal), errors);
        Assert.IsEmpty(Directory.GetFileSystemEntries(folder.Path));
    }

    [TestMethod]
    public void Where_nothing_can_be_said_the_exit_code_tells()
    {
        using var folder = new TestFolder();
        string[] gan = [Path.Combine(AppContext.BaseDirectory, "gan.dll"), "score", "--bundle", folder["none"], "--out", "x.csv"];
        Assert.AreEqual((1, ""), Shell("exec dotnet \"$@\" 2>/dev/full", gan));
    }

    [TestMethod]
    public void A_disk_with_room_for_checkpoints_of_the_first_step_only_is_refused_before_it()
    {
        using var folder = new TestFolder();
        string[] train = ["train", "--recipe", "gan", "--device", "cpu", "--steps"];
        Assert.AreEqual(0, GanInProcess.Run([.. train, "1", "--keep-checkpoints", "5", "--out", folder["whole"]]).ExitCode);
        var whole = new Gan.Training.RunFolder(folder["whole"]);
        var (before, after) = (new FileInfo(whole.Checkpoint(0)).Length, new FileInfo(whole.Checkpoint(1)).Length);
        Assert.IsGreaterThan(2 * before, after, "Adam's moments are not zeros any more");
        Directory.CreateDirectory(folder["disk"]);
        // The first checkpoint, and one and a half of those that follow, which are two and more of the first.
        var size = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"size={(before + after * 3 / 2) / 1024}k");
        if (!Run("mount", "-t", "tmpfs", "-o", size, "tmpfs", folder["disk"]))
            Assert.Inconclusive("A small file system cannot be mounted here; that needs root.");
        try
        {
            var run = Path.Combine(folder["disk"], "run");
            GanInProcess.Refuses([.. train, "10", "--out", run], "Make room, or train in another folder.");
            Assert.AreEqual(0, new Gan.Training.RunFolder(run).CheckpointSteps().Single());
        }
        finally
        {
            Assert.IsTrue(Run("umount", folder["disk"]));
        }
    }

    private static (int Code, string Errors) Shell(string script, string[] arguments)
    {
        var start = new ProcessStartInfo("bash", ["-c", script, "bash", .. arguments])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        using var process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        var errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, errors);
    }

    /// <summary>Fills a disk to the last byte.</summary>
    private static bool FillUp(string disk)
    {
        try
        {
            using var stream = File.Create(Path.Combine(disk, "filler"));
            var block = new byte[4096];
            while (true)
                stream.Write(block);
        }
        catch (IOException)
        {
            return true;
        }
    }

    private static bool Run(string program, params string[] arguments)
    {
        using var process = Process.Start(
            new ProcessStartInfo(program, arguments) { RedirectStandardError = true, RedirectStandardOutput = true }
        )!;
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
