using System.IO.Compression;
using System.Text.Json.Nodes;
using Gan.Onnx;
using Gan.Onnx.Bundles;
using Gan.Training;
using Gan.Training.Data;
using Gan.Training.Methods;
using Gan.Training.Networks;
using static TorchSharp.torch;

namespace Gan.Tests.Training;

[TestClass]
public sealed class GanTrainerTests
{
    private static readonly Dataset Digits = DigitsDataset.Load();
    private static readonly TrainingSettings Cpu = new() { Device = TestDevice.Name, ReportEvery = 1 };

    // One of each kind; what holds for every recipe is in RecipeTests.
    private static IEnumerable<object[]> Recipes => new[] { "gan", "dcgan", "r3gan" }.Select(name => new object[] { name });

    [TestMethod]
    [DynamicData(nameof(Recipes))]
    public void The_same_seed_gives_the_same_bits(string recipe)
    {
        var (first, again, other) = (Train(recipe, 1, 5), Train(recipe, 1, 5), Train(recipe, 2, 5));
        CollectionAssert.AreEqual(first, again);
        CollectionAssert.AreNotEqual(first, other);
    }

    [TestMethod]
    [DynamicData(nameof(Recipes))]
    public void Training_changes_both_players_and_lowers_the_discriminators_loss(string recipe)
    {
        using var trainer = new GanTrainer(RecipeCatalog.Find(recipe), Digits, Cpu);
        var (generator, discriminator) = (Values(trainer.Generator), Values(trainer.Discriminator));
        var losses = new List<StepReport>();
        trainer.TrainUntil(60, losses.Add);
        CollectionAssert.AreNotEqual(generator, Values(trainer.Generator));
        CollectionAssert.AreNotEqual(discriminator, Values(trainer.Discriminator));
        CollectionAssert.AreEqual(Enumerable.Range(1, 60).Select(i => (long)i).ToArray(), losses.Select(l => l.Step).ToArray());
        // Untrained, D = 1/2 and its loss is 1.386, and that of pairs 0.693.
        Assert.IsTrue(losses[^10..].Average(l => l.Discriminator) < (recipe == "r3gan" ? 0.65 : 1.3), $"{losses[^1]}");
    }

    /// <summary>The loop against a plain one written out here, without freezing, on the same batches and latents.</summary>
    [TestMethod]
    [DataRow(1)]
    [DataRow(3)]
    public void A_step_is_the_papers_algorithm(int discriminatorSteps)
    {
        const int steps = 3;
        var recipe = new MlpGanRecipe
        {
            DiscriminatorSteps = discriminatorSteps,
            BatchSize = 16,
            LatentSize = 4,
            Hidden = [8],
        };
        var data = Digits.Select([.. Enumerable.Range(0, 64)]);
        using var trainer = new GanTrainer(recipe, data, Cpu);
        trainer.TrainUntil(steps);

        using var scope = NewDisposeScope();
        using var weights = new Generator((ulong)Cpu.Seed, CPU);
        using var latents = new Generator((ulong)Cpu.Seed + 1, CPU);
        var context = TestContexts.Of(data, weights);
        using var g = recipe.CreateGenerator(context);
        using var d = recipe.CreateDiscriminator(context);
        using var gOptimizer = optim.Adam(g.parameters(), 2e-4, 0.5, 0.999);
        using var dOptimizer = optim.Adam(d.parameters(), 2e-4, 0.5, 0.999);
        var rows = new ShuffledRows(64, 16, Cpu.Seed);
        for (var step = 0; step < steps; step++)
        {
            Tensor z = null!;
            for (var k = 0; k < discriminatorSteps; k++)
            {
                z = randn([16, 4], generator: latents);
                var real = stack([
                    .. rows.Next().ToArray().Select(r => tensor(data.Sample((int)r).ToArray(), [1, 8, 8]) / 8 - 1),
                ]);
                var loss = -(
                    d.call(real).Score.sigmoid().log().mean()
                    + (1 - d.call(g.call(new GeneratorInput(z)).detach()).Score.sigmoid()).log().mean()
                );
                dOptimizer.zero_grad();
                loss.backward();
                dOptimizer.step();
            }

            gOptimizer.zero_grad();
            (-d.call(g.call(new GeneratorInput(z))).Score.sigmoid().log().mean()).backward();
            gOptimizer.step();
        }

        AssertClose(Values(g), Values(trainer.Generator));
        AssertClose(Values(d), Values(trainer.Discriminator));
    }

    [TestMethod]
    public void The_generators_step_leaves_no_gradient_in_the_discriminator_beyond_its_own()
    {
        using var trainer = new GanTrainer(new MlpGanRecipe(), Digits, Cpu);
        trainer.TrainUntil(1);
        Assert.IsTrue(trainer.Discriminator.parameters().All(p => p.requires_grad), "the discriminator is left frozen");
        using var scope = NewDisposeScope();
        using var weights = new Generator((ulong)Cpu.Seed, CPU);
        using var latents = new Generator((ulong)Cpu.Seed + 1, CPU);
        var recipe = trainer.Recipe;
        var context = TestContexts.Of(Digits, weights);
        using var g = recipe.CreateGenerator(context);
        using var d = recipe.CreateDiscriminator(context);
        var real = stack([
            .. new ShuffledRows(Digits.Count, 64, Cpu.Seed)
                .Next()
                .ToArray()
                .Select(r => tensor(Digits.Sample((int)r).ToArray(), [1, 8, 8]) / 8 - 1),
        ]);
        var fake = g.call(new GeneratorInput(randn([64, 100], generator: latents))).detach();
        recipe.CreateLoss().DiscriminatorLoss(d.call(real), d.call(fake)).backward();
        foreach (var (expected, found) in d.parameters().Zip(trainer.Discriminator.parameters()))
            AssertClose(expected.grad!.data<float>().ToArray(), found.grad!.data<float>().ToArray());
    }

    [TestMethod]
    [DynamicData(nameof(Recipes))]
    public void A_resumed_run_goes_on_bit_for_bit(string name)
    {
        using var folder = new TestFolder();
        var recipe = RecipeCatalog.Find(name);
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
    [DataRow("cgan", true)]
    [DataRow("sngan", true)]
    [DataRow("acgan", false)]
    public void Rows_without_a_label_are_refused_where_the_discriminator_sees_labels(string name, bool isRefused)
    {
        int[] labels = [.. Enumerable.Range(0, 100).Select(i => i < 3 ? -1 : i % 10)];
        var some = Digits.Select([.. Enumerable.Range(0, 100)]);
        var data = new Dataset("some", some.Shape, some.Samples.ToArray(), labels, some.Range);
        if (isRefused)
        {
            var e = Assert.ThrowsExactly<GanException>(() => new GanTrainer(RecipeCatalog.Find(name), data, Cpu).Dispose());
            StringAssert.Contains(e.Message, "3 of the 100 rows of 'some' have none");
            return;
        }

        using var trainer = new GanTrainer(RecipeCatalog.Find(name), data, Cpu);
        trainer.TrainUntil(1);
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

    [TestMethod]
    public void A_run_stops_between_steps_when_cancelled()
    {
        using var trainer = new GanTrainer(new MlpGanRecipe(), Digits, Cpu);
        using var cancellation = new CancellationTokenSource();
        Assert.ThrowsExactly<OperationCanceledException>(() =>
            trainer.TrainUntil(
                100,
                losses =>
                {
                    if (losses.Step == 3)
                        cancellation.Cancel();
                },
                cancellation.Token
            )
        );
        Assert.AreEqual(3, trainer.Step);
    }

    [TestMethod]
    public void Divergence_is_said_in_words()
    {
        using var trainer = new GanTrainer(
            new MlpGanRecipe { DiscriminatorLearningRate = 1e38, GeneratorLearningRate = 1e38 },
            Digits,
            Cpu
        );
        StringAssert.StartsWith(
            Assert.ThrowsExactly<GanException>(() => trainer.TrainUntil(50)).Message,
            "Training diverged at step "
        );
    }

    [TestMethod]
    public void Steps_leave_no_tensor_behind()
    {
        using var trainer = new GanTrainer(new DcganRecipe { FeatureMaps = 4 }, Digits, Cpu);
        trainer.TrainUntil(3);
        var before = Tensor.TotalCount;
        trainer.TrainUntil(23);
        Assert.AreEqual(before, Tensor.TotalCount);
    }

    [TestMethod]
    public void Bad_settings_are_refused_in_a_sentence()
    {
        StringAssert.Contains(
            Assert.ThrowsExactly<GanException>(() => new GanTrainer(new DcganRecipe(), Digits.Select([0, 1, 2]), Cpu)).Message,
            "has 3 rows, fewer than one batch of 64"
        );
        Assert.ThrowsExactly<GanException>(() => new GanTrainer(new MlpGanRecipe { BatchSize = 1 }, Digits, Cpu));
        Assert.ThrowsExactly<GanException>(() => new GanTrainer(new MlpGanRecipe { DiscriminatorSteps = 0 }, Digits, Cpu));
        Assert.ThrowsExactly<GanException>(() => new GanTrainer(new MlpGanRecipe(), Digits, Cpu with { ReportEvery = 0 }));
        StringAssert.Contains(
            Assert.ThrowsExactly<GanException>(() => TrainingDevice.Choose("gpu")).Message,
            "no kind of device 'gpu'"
        );
        StringAssert.Contains(
            Assert.ThrowsExactly<GanException>(() => TrainingDevice.Choose("cuda:99")).Message,
            "'cuda:99' is not there"
        );
    }

    [TestMethod]
    public void Samples_come_in_the_datas_own_range()
    {
        var range = new ValueRange { Minimum = 100, Maximum = 300 };
        var data = new Dataset("numbers", [3], [.. Enumerable.Range(0, 300).Select(i => 100 + i % 200f)], null, range);
        using var trainer = new GanTrainer(new MlpGanRecipe { LatentSize = 2 }, data, Cpu);
        var samples = trainer.Sample([0.5f, -1, 2, 0]);
        Assert.AreEqual(6, samples.Length);
        Assert.IsTrue(samples.All(v => v is > 150 and < 250), string.Join(' ', samples));
    }

    private static float[] Train(string recipe, int seed, int steps)
    {
        using var trainer = new GanTrainer(RecipeCatalog.Find(recipe), Digits, Cpu with { Seed = seed });
        trainer.TrainUntil(steps);
        return Values(trainer.Generator);
    }

    private static float[] Values(nn.Module network)
    {
        using var scope = NewDisposeScope();
        return [.. network.state_dict().Values.SelectMany(t => t.detach().to(ScalarType.Float32).data<float>().ToArray())];
    }

    private static void AssertClose(float[] expected, float[] found)
    {
        Assert.AreEqual(expected.Length, found.Length);
        for (var i = 0; i < expected.Length; i++)
            Assert.AreEqual(expected[i], found[i], 2e-6f, $"value {i}");
    }
}
