using Gan.Cli.Commands;
using Gan.Onnx.Bundles;
using Gan.Tests.Training;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Gan.Tests.Cli;

/// <summary>The command line as a user meets it.</summary>
[TestClass]
public sealed class CommandTests
{
    private static TestFolder _folder = null!;

    private static string Bundle => Path.Combine(_folder["run"], "bundle");

    [ClassInitialize]
    public static void Train(TestContext context)
    {
        _folder = new TestFolder();
        var (code, output, errors) = GanProcess.Run(
            "train",
            "--recipe",
            "gan",
            "--steps",
            "40",
            "--out",
            _folder["run"],
            "--device",
            "cpu"
        );
        Assert.AreEqual(0, code, errors);
        StringAssert.Contains(output, "step     40 of 40");
        StringAssert.Contains(output, "export 'score' differs from its network by at most");
    }

    [ClassCleanup]
    public static void Clean() => _folder.Dispose();

    [TestMethod]
    public void Train_leaves_a_bundle_checkpoints_metrics_samples_and_a_chart()
    {
        Assert.AreEqual("GAN", GanBundle.Load(Bundle).Manifest.Method);
        CollectionAssert.AreEquivalent(
            new[]
            {
                ".lock",
                "bundle",
                "checkpoints",
                "config.yaml",
                "losses.svg",
                "metrics.jsonl",
                "report.html",
                "samples",
                "status.json",
                "tensorboard",
                "training.png",
            },
            // MP4 is made where ffmpeg is.
            Directory.GetFileSystemEntries(_folder["run"]).Select(Path.GetFileName).Where(f => f != "training.mp4").ToArray()
        );
    }

    [TestMethod]
    public void A_run_stopped_halfway_and_resumed_in_another_process_gives_the_same_models()
    {
        using var folder = new TestFolder();
        string[] common = ["--recipe", "gan", "--out", folder["run"], "--device", "cpu"];
        Assert.AreEqual(0, GanProcess.Run(["train", "--steps", "25", .. common]).ExitCode);
        Assert.AreEqual(0, GanProcess.Run(["train", "--steps", "40", "--resume", .. common]).ExitCode);
        foreach (var model in new[] { GanBundle.GeneratorFile, GanBundle.DiscriminatorFile })
            CollectionAssert.AreEqual(
                File.ReadAllBytes(Path.Combine(Bundle, model)),
                File.ReadAllBytes(Path.Combine(folder["run"], "bundle", model)),
                model
            );
    }

    [TestMethod]
    public void A_table_of_ones_own_is_trained_on_and_scored()
    {
        using var folder = new TestFolder();
        var random = new Random(1);
        File.WriteAllLines(
            folder["table.csv"],
            Enumerable
                .Range(0, 200)
                .Select(_ => FormattableString.Invariant($"{random.NextDouble()},{random.NextDouble() * 0.5},7"))
        );
        string[] data = ["--data", folder["table.csv"], "--shape", "2", "--range", "0,1", "--labels"];
        var (code, _, errors) = GanProcess.Run([
            "train",
            "--recipe",
            "gan",
            "--steps",
            "20",
            "--out",
            folder["run"],
            "--device",
            "cpu",
            .. data,
        ]);
        Assert.AreEqual(0, code, errors);
        (code, _, errors) = GanProcess.Run([
            "score",
            "--bundle",
            Path.Combine(folder["run"], "bundle"),
            "--out",
            folder["scores.csv"],
            .. data,
        ]);
        Assert.AreEqual(0, code, errors);
        Assert.AreEqual(201, File.ReadLines(folder["scores.csv"]).Count());
    }

    [TestMethod]
    public void Interrupted_training_saves_and_says_so()
    {
        using var folder = new TestFolder();
        using var process = GanProcess.Start(
            "train",
            "--recipe",
            "gan",
            "--steps",
            "1000000",
            "--checkpoint-every",
            "20",
            "--out",
            folder["run"],
            "--device",
            "cpu"
        );
        var deadline = DateTime.UtcNow.AddMinutes(2);
        while (!File.Exists(Path.Combine(folder["run"], "checkpoints", "best.zip")) && DateTime.UtcNow < deadline)
            Thread.Sleep(50);
        process.Interrupt();
        var (code, _, errors) = process.Wait();
        Assert.AreEqual(130, code, errors);
        StringAssert.Contains(errors, "Stopped. What was trained so far is in the last checkpoint.");
        CollectionAssert.AreEquivalent(
            new[] { ".lock", "checkpoints", "config.yaml", "metrics.jsonl", "samples", "status.json", "tensorboard" },
            Directory.GetFileSystemEntries(folder["run"]).Select(Path.GetFileName).ToArray()
        );
    }

    [TestMethod]
    public void Sample_draws_a_grid_and_writes_rows_that_a_seed_fixes()
    {
        using var folder = new TestFolder();
        Assert.AreEqual(0, GanProcess.Run("sample", "--bundle", Bundle, "--out", folder["a.png"], "--count", "20").ExitCode);
        using (var image = MLImage.CreateFromFile(folder["a.png"]))
            Assert.AreEqual(10 * 33 + 1, image.Width);
        Assert.AreEqual(
            0,
            GanProcess.Run("sample", "--bundle", Bundle, "--out", folder["a.csv"], "--count", "7", "--seed", "3").ExitCode
        );
        Assert.AreEqual(
            0,
            GanProcess.Run("sample", "--bundle", Bundle, "--out", folder["b.csv"], "--count", "7", "--seed", "3").ExitCode
        );
        var rows = File.ReadAllLines(folder["a.csv"]);
        Assert.AreEqual(7, rows.Length);
        Assert.IsTrue(rows.All(r => r.Split(',').Length == 64));
        CollectionAssert.AreEqual(rows, File.ReadAllLines(folder["b.csv"]));
    }

    [TestMethod]
    public void Truncated_samples_vary_less_and_a_wide_bound_changes_nothing()
    {
        using var folder = new TestFolder();
        string[] Rows(params string[] more)
        {
            var (code, _, errors) = GanInProcess.Run([
                "sample",
                "--bundle",
                Bundle,
                "--out",
                folder["rows.csv"],
                "--count",
                "50",
                .. more,
            ]);
            Assert.AreEqual(0, code, errors);
            return File.ReadAllLines(folder["rows.csv"]);
        }

        double Variance(string[] rows)
        {
            var values = rows.Select(r =>
                    r.Split(',').Select(v => double.Parse(v, System.Globalization.CultureInfo.InvariantCulture)).ToArray()
                )
                .ToArray();
            return Enumerable.Range(0, 64).Sum(i => values.Select(v => Math.Pow(v[i] - values.Average(w => w[i]), 2)).Average());
        }

        CollectionAssert.AreEqual(Rows(), Rows("--truncation", "100"));
        Assert.IsTrue(Variance(Rows("--truncation", "0.2")) < 0.5 * Variance(Rows()));
    }

    [TestMethod]
    [DataRow("train", "No file was left half-written.")]
    [DataRow("evaluate", "Nothing was written.")]
    [DataRow("score", "No file was left half-written.")]
    public void A_stopped_command_says_what_it_has_left(string name, string expected)
    {
        var errors = Console.Error;
        using var captured = new StringWriter();
        Console.SetError(captured);
        try
        {
            Assert.AreEqual(
                130,
                CommandRunner.RunAsync(() => throw new OperationCanceledException(), name).GetAwaiter().GetResult()
            );
        }
        finally
        {
            Console.SetError(errors);
        }

        Assert.AreEqual($"Stopped. {expected}", captured.ToString().Trim());
    }

    [TestMethod]
    public void Score_writes_one_line_a_row()
    {
        using var folder = new TestFolder();
        var (code, _, errors) = GanProcess.Run("score", "--bundle", Bundle, "--out", folder["scores.csv"]);
        Assert.AreEqual(0, code, errors);
        var lines = File.ReadAllLines(folder["scores.csv"]);
        Assert.AreEqual("row,score,abnormal", lines[0]);
        Assert.AreEqual(1 + 1797, lines.Length);
        // The threshold was set for one row in twenty of these very rows.
        Assert.AreEqual(0.05, lines.Count(l => l.EndsWith(",true", StringComparison.Ordinal)) / 1797.0, 0.001);
    }

    [TestMethod]
    public void Quickstart_walks_the_whole_path()
    {
        using var folder = new TestFolder();
        var (code, output, errors) = GanProcess.Run("quickstart", "--steps", "60", "--out", folder["out"], "--device", "cpu");
        Assert.AreEqual(0, code, errors);
        foreach (
            var line in new[]
            {
                "DCGAN: export difference of 'x'",
                "GAN: AUC, left-out digit 9",
                "DCGAN: AUC, shuffled pixels",
                "raw pixels",
            }
        )
            StringAssert.Contains(output, line);
        StringAssert.Matches(output, new System.Text.RegularExpressions.Regex("scored in another process +identical"));
        foreach (
            var file in new[]
            {
                "report.html",
                "generated.png",
                "generated.csv",
                "scores.csv",
                "pipeline.zip",
                "gan/losses.svg",
                "dcgan/bundle/gan.json",
            }
        )
            Assert.IsTrue(File.Exists(Path.Combine(folder["out"], file)), file);
        Assert.AreEqual(100, File.ReadLines(Path.Combine(folder["out"], "generated.csv")).Count());
    }

    [TestMethod]
    public void Bad_input_gets_a_sentence_and_exit_code_1_and_leaves_nothing()
    {
        using var folder = new TestFolder();
        File.WriteAllText(folder["nan.csv"], "0,1\n0,NaN\n");
        File.WriteAllText(folder["wide.csv"], "0,1,2\n");
        File.WriteAllText(folder["empty.zip"], "");
        var ml = new MLContext();
        var view = ml.Data.LoadFromEnumerable(new[] { new { A = 1f } });
        ml.Model.Save(ml.Transforms.CopyColumns("B", "A").Fit(view), view.Schema, folder["cut.zip"]);
        File.Copy(folder["cut.zip"], folder["scoreless.zip"]);
        Directory.CreateDirectory(folder["zipped"]);
        File.WriteAllText(Path.Combine(folder["zipped"], "a.txt"), "no model");
        System.IO.Compression.ZipFile.CreateFromDirectory(folder["zipped"], folder["plain.zip"]);
        File.WriteAllBytes(folder["cut.zip"], File.ReadAllBytes(folder["cut.zip"])[..^40]);
        Directory.CreateDirectory(folder["tampered"]);
        foreach (var file in Directory.GetFiles(Bundle))
            File.Copy(file, Path.Combine(folder["tampered"], Path.GetFileName(file)));
        var model = Path.Combine(folder["tampered"], GanBundle.GeneratorFile);
        var bytes = File.ReadAllBytes(model);
        bytes[^1] ^= 1;
        File.WriteAllBytes(model, bytes);
        string[] vector = ["--shape", "2", "--range", "0,1"];
        (string[] Arguments, string Expected)[] cases =
        [
            (["train", "--data", "/nowhere.csv", .. vector, "--out", folder["x"]], "'/nowhere.csv' does not exist"),
            (["train", "--data", folder["nan.csv"], .. vector, "--out", folder["x"]], "no value in line 2, column 'column2'"),
            (["train", "--data", folder["wide.csv"], .. vector, "--out", folder["x"]], "3 columns; 2 are needed"),
            (["train", "--data", folder["nan.csv"], "--out", folder["x"]], "no value in line 2, column 'column2'"),
            (
                ["train", "--data", folder["nan.csv"], "--shape", "2", "--range", "1,0", "--out", folder["x"]],
                "'1,0' is not two rising numbers"
            ),
            (["train", "--recipe", "dcgn", "--out", folder["x"]], "no recipe 'dcgn'"),
            (["train", "--device", "gpu", "--out", folder["x"]], "--device is 'gpu'; it must be"),
            (["train", "--steps", "0", "--out", folder["x"]], "--steps is 0"),
            (["train", "--steps", "9", "--recipe", "gan", "--resume", "--out", folder["x"]], "no checkpoint"),
            (["train", "--steps", "9", "--recipe", "gan", "--out", _folder["run"]], "already holds a run"),
            (["train", "--contamination", "0.9", "--out", folder["x"]], "contamination is 0.9"),
            (
                ["train", "--data", folder["nan.csv"], "--shape", "99999,99999", "--range", "0,1", "--out", folder["x"]],
                "'99999,99999' is of more than"
            ),
            (["sample", "--bundle", Bundle, "--count", "2000000000", "--out", folder["x.png"]], "too many for one picture"),
            (
                ["sample", "--bundle", Bundle, "--truncation", "0.01", "--out", folder["x.csv"]],
                "--truncation is 0.01; it must be at least 0.05"
            ),
            (["interpolate", "--bundle", Bundle, "--truncation", "NaN", "--out", folder["x.png"]], "--truncation is NaN"),
            (["score", "--model", folder["cut.zip"], "--out", folder["x.csv"]], "cut.zip"),
            (["score", "--model", folder["plain.zip"], "--out", folder["x.csv"]], "plain.zip"),
            (["score", "--model", folder["scoreless.zip"], "--out", folder["x.csv"]], "do not suit the model"),
            (["score", "--model", folder["empty.zip"], "--out", folder["x.csv"]], "empty.zip"),
            (
                ["train", "--recipe", "gan", "--out", "/dev/null/run"],
                "'/dev/null/run' could not be written to: '/dev/null' is a file."
            ),
            (["sample", "--bundle", Bundle, "--out", "/dev/null/x.csv"], "'/dev/null' could not be made"),
            (["quickstart", "--left-out", "10", "--out", folder["x"]], "--left-out is 10"),
            (["sample", "--bundle", folder["tampered"], "--out", folder["x.csv"]], "generator.onnx"),
            (["sample", "--bundle", folder["none"], "--out", folder["x.csv"]], "none"),
            (["sample", "--bundle", Bundle, "--out", folder["x.gif"]], "must end in .png, .csv or .parquet"),
            (
                [
                    "score",
                    "--bundle",
                    Bundle,
                    "--data",
                    folder["wide.csv"],
                    "--shape",
                    "3",
                    "--range",
                    "0,9",
                    "--out",
                    folder["x.csv"],
                ],
                "have 3 values each (shape 3), and those of the bundle 64 (shape 1,8,8)"
            ),
            (["score", "--model", folder["nan.csv"], "--out", folder["x.csv"]], "nan.csv"),
            (["score", "--out", folder["x.csv"]], "Give either --bundle or --model"),
        ];
        foreach (var (arguments, expected) in cases)
        {
            var (code, _, errors) = GanProcess.Run(arguments);
            var command = string.Join(' ', arguments);
            Assert.AreEqual(1, code, $"{command}: {errors}");
            StringAssert.Contains(errors, expected, command);
            Assert.IsFalse(errors.Contains("   at ", StringComparison.Ordinal), $"a stack trace: {command}: {errors}");
            foreach (var left in new[] { "x", "x.csv", "x.gif" })
                Assert.IsFalse(Path.Exists(folder[left]), $"{command} left {left}");
        }
    }
}
