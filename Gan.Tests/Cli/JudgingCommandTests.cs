using System.Globalization;
using System.Text.Json;
using Gan.Onnx.Bundles;
using Gan.Tests.Engineering;
using Gan.Tests.Training;
using Gan.Training;
using Gan.Training.Data;

namespace Gan.Tests.Cli;

/// <summary>What judges a generator: a feature network that a run keeps its best checkpoint by, rows held out, a classifier of
/// one's own.</summary>
[TestClass]
public sealed class JudgingCommandTests
{
    private static readonly string Dcgan = Path.Combine(SourceTree.Root, "models", "digits-dcgan");
    private static readonly string Classifier = Path.Combine(SourceTree.Root, "models", "digits-classifier");
    private static readonly string[] Few = ["--samples", "300", "--resamples", "0", "--path-pairs", "0", "--json"];
    private static readonly string[] DigitRows = ["--shape", "1,8,8", "--range", "0,16", "--labels"];

    [TestMethod]
    public void Best_by_exports_the_checkpoint_that_the_network_finds_nearest_to_the_data()
    {
        using var folder = new TestFolder();
        // Learning this fast, the generator is not at its best at the end.
        string[] train =
        [
            "train",
            "--recipe",
            "gan",
            "--steps",
            "80",
            "--checkpoint-every",
            "20",
            "--keep-checkpoints",
            "9",
            "--device",
            "cpu",
            "--best-by",
            Classifier,
            "--export-best",
            "--set",
            "generator-learning-rate=0.05",
            "--set",
            "generator-averaging=0",
        ];
        var (code, _, errors) = GanInProcess.Run([.. train, "--out", folder["run"]]);
        Assert.AreEqual(0, code, errors);
        const string Reading = "distance/Fréchet distance (digits-classifier)";
        var run = new RunFolder(folder["run"]);
        var judged = run.ReadMetrics().Where(m => m.Metrics.ContainsKey(Reading)).ToArray();
        CollectionAssert.AreEqual(new long[] { 20, 40, 60, 80 }, judged.Select(m => m.Step).ToArray());
        var best = judged.MinBy(m => m.Metrics[Reading])!;
        Assert.AreNotEqual(80, best.Step, "the best is the last, which shows nothing");
        CollectionAssert.AreEqual(File.ReadAllBytes(run.Checkpoint(best.Step)), File.ReadAllBytes(run.Best));
        Assert.AreEqual(best.Step, GanBundle.Load(run.Bundle).Manifest.Training.Steps);

        (code, var output, errors) = GanInProcess.Run([
            "evaluate",
            "--bundle",
            folder["run"],
            "--features",
            Classifier,
            "--seed",
            "2",
            .. Few,
        ]);
        Assert.AreEqual(0, code, errors);
        // Other samples of the same generator: near to what the run saw, and nearer than to any other checkpoint's by far.
        var measured = Figures(output)["Fréchet distance (digits-classifier)"].Value;
        Assert.AreEqual(
            best.Step,
            judged.MinBy(m => Math.Abs(m.Metrics[Reading] - measured))!.Step,
            $"{measured}: {string.Join(", ", judged.Select(m => m.Metrics[Reading]))}"
        );
    }

    [TestMethod]
    public void Held_out_rows_are_the_yardstick_and_unmask_copies()
    {
        using var folder = new TestFolder();
        var (known, unknown) = Dataset.Digits().Split(0.4, 1);
        Write(folder["known.csv"], known);
        Write(folder["unknown.csv"], unknown);
        string[] evaluate =
        [
            "evaluate",
            "--bundle",
            Dcgan,
            "--features",
            Classifier,
            "--data",
            folder["known.csv"],
            .. DigitRows,
            .. Few,
        ];
        var (code, output, errors) = GanInProcess.Run([
            .. evaluate,
            "--held-out",
            folder["unknown.csv"],
            "--out",
            folder["a.json"],
        ]);
        Assert.AreEqual(0, code, errors);
        var fresh = Figures(output);
        (code, output, errors) = GanInProcess.Run([.. evaluate, "--held-out", folder["known.csv"], "--out", folder["b.json"]]);
        Assert.AreEqual(0, code, errors);
        var copied = Figures(output);

        const string Yardstick = "Fréchet distance (digits-classifier), real against real",
            Memory = "nearer to training rows than real (digits-classifier)";
        StringAssert.Contains(fresh[Yardstick].Protocol, $"{unknown.Count} held-out rows against the real rows");
        Assert.IsTrue(fresh[Yardstick].Value > 0.005, $"{fresh[Yardstick].Value}");
        // The training rows themselves are at no distance from the training rows, and no sample can be nearer.
        Assert.AreEqual(0, copied[Yardstick].Value, 1e-3);
        Assert.AreEqual(0, copied[Memory].Value, 1e-9);
        StringAssert.Contains(output, $"{known.Count} of the {known.Count} held-out rows are also among the real rows");
        Assert.IsTrue(fresh[Memory].Value > 0.05, $"{fresh[Memory].Value}");
        StringAssert.Contains(fresh[Memory].Protocol, $"{known.Count} training rows, {unknown.Count} held-out rows");
    }

    [TestMethod]
    public void A_classifier_is_trained_on_a_table_and_judges_with_its_name()
    {
        using var folder = new TestFolder();
        Write(folder["digits.csv"], Dataset.Digits());
        string[] train =
        [
            "train-classifier",
            "--data",
            folder["digits.csv"],
            .. DigitRows,
            "--name",
            "mine",
            "--epochs",
            "4",
            "--out",
        ];
        var (code, output, errors) = GanInProcess.Run([.. train, folder["mine"]]);
        Assert.AreEqual(0, code, errors);
        var match = System.Text.RegularExpressions.Regex.Match(
            output,
            @"accuracy ([0-9.]+) ?% on 359 held-out rows, after training on 1438"
        );
        Assert.IsTrue(match.Success, output);
        Assert.IsTrue(double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture) is > 80 and <= 100, output);
        (code, output, errors) = GanInProcess.Run([
            "evaluate",
            "--bundle",
            Dcgan,
            "--features",
            folder["mine"],
            "--out",
            folder["e.json"],
            .. Few,
        ]);
        Assert.AreEqual(0, code, errors);
        Assert.IsTrue(Figures(output)["classes covered (mine)"].Value >= 9, output);
        StringAssert.Contains(output, "'mine' sees the right class in ");

        Assert.AreEqual(0, GanInProcess.Run([.. train, folder["again"]]).ExitCode);
        CollectionAssert.AreEqual(
            File.ReadAllBytes(folder["mine/classifier.onnx"]),
            File.ReadAllBytes(folder["again/classifier.onnx"]),
            "a seed fixes it"
        );
    }

    [TestMethod]
    public void Bad_input_gets_a_sentence_and_leaves_nothing()
    {
        using var folder = new TestFolder();
        File.WriteAllText(folder["bare.csv"], string.Concat(Enumerable.Range(0, 100).Select(i => $"{i % 16},{i % 7}\n")));
        File.WriteAllText(folder["one.csv"], string.Concat(Enumerable.Range(0, 100).Select(i => $"{i % 16},{i % 7},3\n")));
        File.WriteAllText(folder["narrow.csv"], "1,2,3\n");
        File.WriteAllBytes(folder["broken.onnx"], [1, 2, 3]);
        File.WriteAllText(folder["broken.json"], """{ "name": "a", "input": "x", "features": "f", "shape": [1, 8, 8] }""");
        string[] train = ["train", "--recipe", "gan", "--steps", "5", "--device", "cpu", "--out", folder["x"], "--best-by"];
        string[] evaluate = ["evaluate", "--bundle", Dcgan, "--out", folder["x"]];
        string[] classifier = ["train-classifier", "--name", "n", "--out", folder["x"]];
        (string[] Arguments, string Expected)[] cases =
        [
            ([.. train, folder["nowhere.onnx"]], "There is no feature network"),
            ([.. train, folder["broken.onnx"]], "cannot be loaded"),
            ([.. train, Path.Combine(Dcgan, "generator.onnx")], "Put a JSON file of the same name beside it"),
            ([.. train, Classifier, "--data", folder["bare.csv"]], "cannot be brought to that"),
            ([.. evaluate, "--held-out", folder["nowhere.csv"]], "'" + folder["nowhere.csv"] + "' does not exist"),
            ([.. evaluate, "--held-out", folder["narrow.csv"]], "3 columns; 64 are needed"),
            (["evaluate", "--bundle", Dcgan, "--out", "/dev/null/x"], "'/dev/null' could not be made"),
            (["evaluate", "--bundle", Dcgan, "--out", folder.Path], "it is a folder"),
            (["sample", "--bundle", Dcgan, "--where", "a=b", "--out", folder["x"]], "--where is for bundles of tables"),
            ([.. evaluate, "--samples", "3"], "--samples is 3; it must be at least 20."),
            (
                [.. evaluate, "--data", folder["bare.csv"], "--shape", "2"],
                "Give the data it was trained on, or others of their form"
            ),
            ([.. classifier, "--data", folder["nowhere.csv"]], "does not exist"),
            ([.. classifier, "--data", folder["bare.csv"], "--shape", "1,1,2"], "0 labelled classes"),
            ([.. classifier, "--data", folder["one.csv"], "--shape", "1,1,2", "--labels"], "1 labelled classes"),
            ([.. classifier, "--epochs", "0"], "--epochs is 0; it must be at least 1."),
            ([.. classifier, "--test-share", "1"], "--test-share is 1; it must be above 0 and below 1."),
            (["train-classifier", "--epochs", "1", "--name", new string('n', 61), "--out", folder["x"]], "'name'"),
            (["train-classifier", "--epochs", "1", "--name", "n", "--out", "/dev/null/x"], "'/dev/null/x' could not be made"),
        ];
        foreach (var (arguments, expected) in cases)
        {
            GanInProcess.Refuses(arguments, expected);
            Assert.IsFalse(Path.Exists(folder["x"]), $"{string.Join(' ', arguments)} left something");
        }
    }

    private static Dictionary<string, (double Value, string Protocol)> Figures(string json)
    {
        using var report = JsonDocument.Parse(json);
        return report
            .RootElement.GetProperty("figures")
            .EnumerateArray()
            .ToDictionary(
                f => f.GetProperty("name").GetString()!,
                f =>
                    (
                        double.Parse(f.GetProperty("value").ToString(), CultureInfo.InvariantCulture),
                        f.GetProperty("protocol").GetString()!
                    )
            );
    }

    private static void Write(string path, Dataset data) =>
        File.WriteAllLines(
            path,
            Enumerable
                .Range(0, data.Count)
                .Select(row =>
                    string.Join(
                        ',',
                        data.Sample(row)
                            .ToArray()
                            .Select(v => v.ToString(CultureInfo.InvariantCulture))
                            .Append(data.Labels![row].ToString(CultureInfo.InvariantCulture))
                    )
                )
        );
}
