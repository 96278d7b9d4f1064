using Gan.Onnx;
using Gan.Onnx.Bundles;
using Gan.Training;
using Gan.Training.Data;
using Gan.Training.Methods;
using Gan.Training.Networks;
using static Gan.Tests.Training.Networks.NetworkChecks;
using static TorchSharp.torch;

namespace Gan.Tests.Training;

[TestClass]
public sealed class GanTrainerTests
{
    private static readonly Dataset Digits = Dataset.Digits();
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
    public void What_is_told_live_decides_nothing()
    {
        using var trainer = new GanTrainer(
            new MlpGanRecipe { DiscriminatorLearningRate = 1e38, GeneratorLearningRate = 1e38 },
            Digits,
            Cpu with
            {
                ReportEvery = 20,
            }
        );
        trainer.LiveInterval = TimeSpan.Zero;
        var (live, recorded) = (new List<StepReport>(), new List<StepReport>());
        Assert.ThrowsExactly<GanException>(() => trainer.TrainUntil(50, recorded.Add, live.Add, default));
        Assert.IsFalse(live.All(r => r.IsFinite), "people are told at once");
        CollectionAssert.AreEqual(new[] { 20L }, recorded.Select(r => r.Step).ToArray(), "the record when it is due");
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

    private static void AssertClose(float[] expected, float[] found)
    {
        Assert.AreEqual(expected.Length, found.Length);
        for (var i = 0; i < expected.Length; i++)
            Assert.AreEqual(expected[i], found[i], 2e-6f, $"value {i}");
    }
}
