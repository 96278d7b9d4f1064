using System.IO.Compression;
using System.Text.Json.Nodes;
using Gan.Onnx;
using Gan.Training;
using Gan.Training.Data;
using Gan.Training.Methods;
using static Gan.Tests.Training.Networks.NetworkChecks;

namespace Gan.Tests.Training.Runs;

/// <summary>What a trainer writes down, reads again, and refuses to read.</summary>
[TestClass]
public sealed class CheckpointTests
{
    private static readonly Dataset Digits = Dataset.Digits();
    private static readonly TrainingSettings Cpu = new() { Device = TestDevice.Name, ReportEvery = 1 };

    [TestMethod]
    [DataRow("gan")]
    [DataRow("gan", "optimizer=MomentumSgd")]
    [DataRow("dcgan")]
    [DataRow("r3gan")]
    [DataRow("wgan")]
    public void A_resumed_run_goes_on_bit_for_bit(string name, params string[] settings)
    {
        using var folder = new TestFolder();
        var recipe = settings
            .Select(s => s.Split('='))
            .Aggregate(RecipeCatalog.Find(name), (r, s) => RecipeSettings.With(r, s[0], s[1]));
        // 27 batches of 64 are an epoch of the digits, so the resumed run crosses into the next one.
        const int n = 20,
            m = 15;
        using var whole = new GanTrainer(recipe, Digits, Cpu);
        whole.TrainUntil(n + m);

        using (var first = new GanTrainer(recipe, Digits, Cpu))
        {
            first.TrainUntil(n);
            first.SaveCheckpoint(folder["checkpoint.zip"]);
        }

        using var second = new GanTrainer(recipe, Digits, Cpu);
        second.LoadCheckpoint(folder["checkpoint.zip"]);
        Assert.AreEqual(n, second.Step);
        // What was read can be written and read again.
        second.SaveCheckpoint(folder["checkpoint.zip"]);
        second.LoadCheckpoint(folder["checkpoint.zip"]);
        second.TrainUntil(n + m);
        CollectionAssert.AreEqual(Values(whole.Generator), Values(second.Generator));
        CollectionAssert.AreEqual(Values(whole.Discriminator), Values(second.Discriminator));
        CollectionAssert.AreEqual(new[] { folder["checkpoint.zip"] }, Directory.GetFiles(folder.Path));
    }

    [TestMethod]
    public void A_checkpoint_with_a_damaged_part_leaves_the_trainer_as_it_was()
    {
        using var folder = new TestFolder();
        using (var other = new GanTrainer(new MlpGanRecipe(), Digits, Cpu))
        {
            other.TrainUntil(2);
            other.SaveCheckpoint(folder["checkpoint.zip"]);
        }

        // The generator's part is read before the damaged one.
        using (var zip = ZipFile.Open(folder["checkpoint.zip"], ZipArchiveMode.Update))
        {
            zip.GetEntry("discriminator/optimizer")!.Delete();
            using var entry = zip.CreateEntry("discriminator/optimizer").Open();
            entry.Write([1, 2, 3]);
        }

        using var trainer = new GanTrainer(new MlpGanRecipe(), Digits, Cpu);
        trainer.TrainUntil(1);
        var before = Values(trainer.Generator);
        var e = Assert.ThrowsExactly<GanException>(() => trainer.LoadCheckpoint(folder["checkpoint.zip"]));
        StringAssert.Contains(e.Message, "is damaged");
        Assert.AreEqual(1, trainer.Step);
        CollectionAssert.AreEqual(before, Values(trainer.Generator));
    }

    /// <summary>A zip of kilobytes can hold gigabytes of zeros.</summary>
    [TestMethod]
    [DataRow("discriminator/optimizer")]
    [DataRow(".weight")]
    [DataRow("state.json")]
    public void A_part_that_is_larger_than_it_can_be_is_not_read(string end)
    {
        const int mebibytes = 65;
        using var folder = new TestFolder();
        using var trainer = new GanTrainer(new MlpGanRecipe(), Digits, Cpu);
        trainer.SaveCheckpoint(folder["checkpoint.zip"]);
        string part;
        using (var zip = ZipFile.Open(folder["checkpoint.zip"], ZipArchiveMode.Update))
        {
            var whole = zip.Entries.First(e => e.FullName.EndsWith(end, StringComparison.Ordinal));
            part = whole.FullName;
            whole.Delete();
            using var entry = zip.CreateEntry(part).Open();
            var zeros = new byte[1 << 20];
            for (var i = 0; i < mebibytes; i++)
                entry.Write(zeros);
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        var e = Assert.ThrowsExactly<GanException>(() => trainer.LoadCheckpoint(folder["checkpoint.zip"]));
        StringAssert.Contains(e.Message, $"its part '{part}' has {mebibytes << 20} bytes where this run's has at most ");
        Assert.IsLessThan(32 << 20, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [TestMethod]
    public void A_checkpoint_of_an_earlier_format_is_refused_by_its_format()
    {
        using var folder = new TestFolder();
        using (var zip = ZipFile.Open(folder["checkpoint.zip"], ZipArchiveMode.Create))
        {
            using var entry = zip.CreateEntry("state.json").Open();
            entry.Write("""{ "version": 3, "recipe": "gan", "data": "digits, 1797 x [1, 8, 8]", "seed": 1 }"""u8);
        }

        using var trainer = new GanTrainer(new MlpGanRecipe(), Digits, Cpu);
        var e = Assert.ThrowsExactly<GanException>(() => trainer.LoadCheckpoint(folder["checkpoint.zip"]));
        StringAssert.Contains(e.Message, "has format 3");
        StringAssert.Contains(e.Message, "train anew");
    }

    /// <summary>Such as one that another version of the recipe had.</summary>
    [TestMethod]
    public void A_checkpoint_with_a_setting_that_there_is_not_is_refused()
    {
        using var folder = new TestFolder();
        var path = folder["checkpoint.zip"];
        using var trainer = new GanTrainer(new MlpGanRecipe(), Digits, Cpu);
        trainer.SaveCheckpoint(path);
        using (var zip = ZipFile.Open(path, ZipArchiveMode.Update))
        {
            JsonNode state;
            using (var entry = zip.GetEntry("state.json")!.Open())
                state = JsonNode.Parse(entry)!;
            state["settings"]!["spin"] = "2";
            zip.GetEntry("state.json")!.Delete();
            using var replaced = zip.CreateEntry("state.json").Open();
            replaced.Write(System.Text.Encoding.UTF8.GetBytes(state.ToJsonString()));
        }

        var e = Assert.ThrowsExactly<GanException>(() => trainer.LoadCheckpoint(path));
        StringAssert.Contains(e.Message, "its setting 'spin' is '2', this run's is 'not there'. Give the same, or begin");
    }

    [TestMethod]
    public void A_checkpoint_of_another_run_or_a_damaged_one_is_refused()
    {
        using var folder = new TestFolder();
        var path = folder["checkpoint.zip"];
        using (var trainer = new GanTrainer(new MlpGanRecipe(), Digits, Cpu))
            trainer.SaveCheckpoint(path);

        using var otherSeed = new GanTrainer(new MlpGanRecipe(), Digits, Cpu with { Seed = 7 });
        StringAssert.Contains(
            Assert.ThrowsExactly<GanException>(() => otherSeed.LoadCheckpoint(path)).Message,
            "its seed is '1', this run's is '7'"
        );
        using var otherRate = new GanTrainer(new MlpGanRecipe { GeneratorLearningRate = 1 }, Digits, Cpu);
        StringAssert.Contains(
            Assert.ThrowsExactly<GanException>(() => otherRate.LoadCheckpoint(path)).Message,
            "its setting 'generator-learning-rate' is"
        );
        using var otherData = new GanTrainer(new MlpGanRecipe(), Digits.Where(l => l < 5), Cpu);
        StringAssert.Contains(
            Assert.ThrowsExactly<GanException>(() => otherData.LoadCheckpoint(path)).Message,
            "belongs to a run on other data: there are"
        );

        using var same = new GanTrainer(new MlpGanRecipe(), Digits, Cpu);
        var bytes = File.ReadAllBytes(path);
        foreach (var damaged in new[] { bytes[..(bytes.Length / 2)], new byte[100], [] })
        {
            File.WriteAllBytes(path, damaged);
            StringAssert.Contains(
                Assert.ThrowsExactly<GanException>(() => same.LoadCheckpoint(path)).Message,
                $"'{path}' is damaged"
            );
        }

        StringAssert.Contains(
            Assert.ThrowsExactly<GanException>(() => same.LoadCheckpoint(folder["none"])).Message,
            "does not exist"
        );
    }
}
