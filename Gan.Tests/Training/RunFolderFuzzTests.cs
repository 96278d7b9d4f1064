using System.CommandLine;
using System.Text;
using Gan.Cli.Runs;
using Gan.Onnx;
using Gan.Training;
using Gan.Training.Data;
using Gan.Training.Evaluation;
using Gan.Training.Evaluation.Features;
using Gan.Training.Methods;

namespace Gan.Tests.Training;

/// <summary>The files of a run that was changed at random are refused with a sentence or read; nothing else happens.</summary>
[TestClass]
public sealed class RunFolderFuzzTests
{
    private const int Rounds = 2_000;

    private static readonly string[] Values =
    [
        "null",
        "true",
        "-1",
        "0.5",
        "1e999",
        "9223372036854775808",
        "\"\"",
        "\"NaN\"",
        "[]",
        "[null]",
        "{}",
        "{\"a\":{}}",
        "\"\\u0000\"",
    ];

    private static readonly MlpGanRecipe Recipe = new()
    {
        Hidden = [4],
        LatentSize = 2,
        BatchSize = 8,
    };

    private static TestFolder _run = null!;

    [ClassInitialize]
    public static void Train(TestContext context)
    {
        _run = new TestFolder();
        using var trainer = Trainer();
        new TrainingRun(trainer, _run["run"], new RunSettings { CheckpointEvery = 5 }).Continue(10);
    }

    [ClassCleanup]
    public static void Clean() => _run.Dispose();

    [TestMethod]
    public void Metrics() => Try("metrics.jsonl", folder => Touch(folder.ReadMetrics()));

    [TestMethod]
    public void Findings() =>
        Try(
            "findings.jsonl",
            folder => _ = folder.ReadFindings().Sum(f => f.Message.Length),
            "{\"step\":7,\"since\":5,\"kind\":\"collapse\",\"message\":\"alike\",\"wentBackTo\":5}\n"
        );

    [TestMethod]
    public void Status() => Try("status.json", folder => _ = RunStatus.Read(folder)?.ToString(), mayReadAll: true);

    [TestMethod]
    public void Resuming()
    {
        using var trainer = Trainer();
        Try("metrics.jsonl", folder => Touch(Resumed(folder).Reports), rounds: 300);

        TrainingRun Resumed(RunFolder folder)
        {
            var run = new TrainingRun(trainer, folder.Root);
            run.TryResume();
            return run;
        }
    }

    [TestMethod]
    public void Configuration()
    {
        var text = "recipe: gan\nsteps: 20\nout: run\nset:\n  batch-size: 8\n  hidden: 4,4\n  loss: minimax\n";
        var command = new Command("train");
        new TrainOptions().AddTo(command);
        Try("config.yaml", folder => RunConfiguration.Read(folder.Configuration, command.Options).ToString(), text);
    }

    [TestMethod]
    public void Evaluations()
    {
        var report =
            "{\"method\":\"GAN\",\"data\":\"digits\",\"network\":\"n\",\"samples\":10,\"seed\":1,\"figures\":[{\"name\":\"FID\","
            + "\"value\":1.5,\"better\":\"lower\",\"protocol\":\"p\",\"interval\":{\"low\":1,\"high\":2}}],\"notes\":[\"a\"]}";
        Try("evaluation.json", folder => EvaluationReport.Load(Path.Combine(folder.Root, "evaluation.json")).ToJson(), report);
    }

    [TestMethod]
    public void Descriptions_of_feature_networks()
    {
        var text = new FeatureNetworkDescription
        {
            Name = "small",
            Input = "x",
            Features = "f",
            Shape = [1, 8, 8],
        }.ToJson();
        Try(
            "network.json",
            folder =>
                FeatureNetworkDescription
                    .Parse(File.ReadAllText(Path.Combine(folder.Root, "network.json")), "network.json")
                    .ToJson(),
            text
        );
    }

    [TestMethod]
    [DataRow("[", 100_000)]
    [DataRow("{a: ", 100_000)]
    [DataRow("? ", 100_000)]
    public void A_configuration_of_values_within_values_is_refused(string open, int times)
    {
        using var folder = new TestFolder();
        File.WriteAllText(folder["deep.yaml"], string.Concat(Enumerable.Repeat(open, times)));
        var e = Assert.ThrowsExactly<GanException>(() => RunConfiguration.Read(folder["deep.yaml"], []));
        StringAssert.Contains(e.Message, "deep.yaml");
    }

    private static GanTrainer Trainer() =>
        new(Recipe, Dataset.Digits(), new TrainingSettings { Device = "cpu", ReportEvery = 1 });

    private static void Touch(IEnumerable<StepReport> reports) =>
        _ = reports.Sum(r => r.Step + r.Losses.Sum(l => l.Key.Length) + r.Metrics.Sum(m => m.Key.Length));

    /// <summary>Changes a file of a run, or a text of which one is made, and reads it.</summary>
    private static void Try(
        string name,
        Action<RunFolder> read,
        string? text = null,
        bool mayReadAll = false,
        int rounds = Rounds
    )
    {
        using var folder = new TestFolder();
        Copy(_run["run"], folder["run"]);
        var (path, random) = (Path.Combine(folder["run"], name), new Random(3));
        var whole = text ?? File.ReadAllText(path);
        var (readable, refused) = (0, 0);
        for (var round = 0; round < rounds; round++)
        {
            var changed = Changed(whole, random);
            File.WriteAllText(path, changed);
            try
            {
                read(new RunFolder(folder["run"]));
                readable++;
            }
            catch (GanException)
            {
                refused++;
            }
            catch (Exception e)
            {
                Assert.Fail($"round {round}: {e}\n{changed}");
            }
        }

        Console.WriteLine($"{name}: {readable} read, {refused} refused");
        Assert.IsTrue(mayReadAll || refused > 0, "nothing was refused");
    }

    private static void Copy(string from, string to)
    {
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }

    /// <summary>One or two changes: a value or a word that is replaced, a piece that is cut, doubled or left out.</summary>
    private static string Changed(string whole, Random random)
    {
        var changed = new StringBuilder(whole);
        for (var count = random.Next(1, 3); count > 0 && changed.Length > 1; count--)
        {
            var place = random.Next(changed.Length);
            var length = random.Next(1, Math.Min(30, changed.Length - place) + 1);
            switch (random.Next(5))
            {
                case 0:
                    ReplaceValue(changed, random);
                    break;
                case 1:
                    changed[place] = (char)random.Next(1, 128);
                    break;
                case 2:
                    changed.Length = place;
                    break;
                case 3:
                    changed.Insert(place, changed.ToString(place, length));
                    break;
                default:
                    changed.Remove(place, length);
                    break;
            }
        }

        return changed.ToString();
    }

    private static void ReplaceValue(StringBuilder text, Random random)
    {
        var whole = text.ToString();
        int[] colons = [.. Enumerable.Range(0, whole.Length).Where(i => whole[i] == ':')];
        if (colons is [])
            return;
        var start = colons[random.Next(colons.Length)] + 1;
        var end = whole.AsSpan(start).IndexOfAny(",}\n");
        text.Remove(start, end < 0 ? whole.Length - start : end).Insert(start, " " + Values[random.Next(Values.Length)]);
    }
}
