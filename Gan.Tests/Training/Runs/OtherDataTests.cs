using Gan.Onnx;
using Gan.Tests.Cli;
using Gan.Training;
using Gan.Training.Data;
using Gan.Training.Methods;

namespace Gan.Tests.Training.Runs;

/// <summary>A run does not go on with other data, whichever way it is gone on with.</summary>
[TestClass]
public sealed class OtherDataTests
{
    private static readonly TrainingSettings Settings = new() { Device = TestDevice.Name, ReportEvery = 5 };

    [TestMethod]
    public void Data_of_the_same_shape_and_name_with_another_value_are_refused_before_any_step()
    {
        using var folder = new TestFolder();
        using (var trainer = NewTrainer(Dataset.Digits()))
            new TrainingRun(trainer, folder["run"]).Continue(10);
        var before = Contents(folder["run"]);

        var values = Dataset.Digits().Samples.ToArray();
        values[^1] += 1;
        var digits = Dataset.Digits();
        var data = new Dataset(digits.Name, digits.Shape, values, [.. digits.Labels!], digits.Range);
        using var other = NewTrainer(data);
        var run = new TrainingRun(other, folder["run"]);
        var e = Assert.ThrowsExactly<GanException>(() => run.TryResume());
        StringAssert.Contains(e.Message, "step-000000010.zip' belongs to a run on other data: the samples have other values");
        StringAssert.Contains(e.Message, "Give the data of that run, or begin a new run in another folder.");
        e = Assert.ThrowsExactly<GanException>(() => other.LoadCheckpoint(run.Folder.Checkpoint(10)));
        StringAssert.Contains(e.Message, "the samples have other values");
        Assert.AreEqual(0, other.Step);
        CollectionAssert.AreEqual(before, Contents(folder["run"]));

        // The same data under another name are the run's.
        using var same = NewTrainer(
            new Dataset("copy", digits.Shape, digits.Samples.ToArray(), [.. digits.Labels!], digits.Range)
        );
        Assert.IsTrue(new TrainingRun(same, folder["run"]).TryResume());
        Assert.AreEqual(10, same.Step);
    }

    [TestMethod]
    public void Looking_at_the_data_can_be_cancelled()
    {
        using var folder = new TestFolder();
        using (var trainer = NewTrainer(Dataset.Digits()))
            new TrainingRun(trainer, folder["run"]).Continue(5);
        using var again = NewTrainer(Dataset.Digits());
        using var cancellation = new CancellationTokenSource();
        cancellation.Cancel();
        Assert.ThrowsExactly<OperationCanceledException>(() =>
            new TrainingRun(again, folder["run"]).TryResume(cancellation.Token)
        );
        Assert.AreEqual(0, again.Step);
    }

    /// <summary>A table whose file was replaced by one with as many rows, where one country is called otherwise.</summary>
    [TestMethod]
    public void A_table_that_was_replaced_is_refused_on_the_command_line()
    {
        using var folder = new TestFolder();
        File.WriteAllText(folder["t.csv"], People("Norway"));
        string[] train =
        [
            "train",
            "--recipe",
            "ctgan",
            "--set",
            "batch-size=4",
            "--set",
            "generator-hidden=8",
            "--set",
            "discriminator-hidden=8",
            "--data",
            folder["t.csv"],
            "--steps",
            "4",
            "--checkpoint-every",
            "2",
            "--device",
            "cpu",
            "--out",
            folder["run"],
        ];
        var (code, _, errors) = GanInProcess.Run(train);
        Assert.AreEqual(0, code, errors);
        var before = Contents(folder["run"]);

        File.WriteAllText(folder["t.csv"], People("Austria"));
        const string Expected =
            "the column 'Country' has the category 'Austria', which the run's had not, and lacks the category 'Norway'";
        GanInProcess.Refuses(["resume", folder["run"], "--steps", "6"], Expected);
        GanInProcess.Refuses([.. train, "--resume"], Expected);
        CollectionAssert.AreEqual(before, Contents(folder["run"]));

        File.WriteAllText(folder["t.csv"], People("Norway"));
        (code, _, errors) = GanInProcess.Run("resume", folder["run"], "--steps", "6");
        Assert.AreEqual(0, code, errors);
    }

    private static string People(string third)
    {
        string[] countries = ["Denmark", "Denmark", third, "Sweden"];
        return "Age,Country\n" + string.Concat(Enumerable.Range(0, 60).Select(i => $"{20 + i * 7 % 50},{countries[i % 4]}\n"));
    }

    /// <summary>Every file with its content.</summary>
    private static string[] Contents(string folder) =>
        [
            .. Directory
                .EnumerateFiles(folder, "*", SearchOption.AllDirectories)
                .Order(StringComparer.Ordinal)
                .Select(f => $"{f} {ContentHash.Of(File.ReadAllBytes(f))}"),
        ];

    private static GanTrainer NewTrainer(Dataset data) => new(new MlpGanRecipe { BatchSize = 16 }, data, Settings);
}
