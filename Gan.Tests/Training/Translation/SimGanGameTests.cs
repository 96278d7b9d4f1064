using Gan.Onnx;
using Gan.Tests.Engineering;
using Gan.Tests.Training.Networks;
using Gan.Tests.Training.Recipes;
using Gan.Training;
using Gan.Training.Data;
using Gan.Training.Export;
using Gan.Training.Games;
using Gan.Training.Methods;
using static TorchSharp.torch;

namespace Gan.Tests.Training.Translation;

/// <summary>SimGAN's stages, networks and losses are those of its paper.</summary>
[TestClass]
public sealed class SimGanGameTests
{
    private static readonly TrainingSettings Cpu = new() { Device = TestDevice.Name, ReportEvery = 1 };

    [TestMethod]
    public void The_refiner_learns_alone_then_the_discriminator_then_both_in_turns()
    {
        var recipe = (SimGanRecipe)RecipeData.Small("simgan") with
        {
            RefinerOnlySteps = 2,
            DiscriminatorOnlySteps = 3,
            RefinerSteps = 5,
            DiscriminatorSteps = 4,
        };
        using var trainer = Trainer(recipe);
        var (refiner, discriminator) = (trainer.Game.Players[0], trainer.Game.Players[1]);
        CollectionAssert.AreEqual(
            new[] { ("refiner", 2L), ("discriminator", 3L), ("turns", Stage.Endless) },
            trainer.Game.Stages.Select(s => (s.Name, s.Steps)).ToArray()
        );
        trainer.TrainUntil(2);
        Assert.AreEqual((2, 0), (refiner.Updates, discriminator.Updates));
        trainer.TrainUntil(5);
        Assert.AreEqual((2, 3), (refiner.Updates, discriminator.Updates));
        Assert.AreEqual(0, trainer.Game.Parts[0].State["history/count"].item<long>(), "The buffer belongs to the turns.");
        trainer.TrainUntil(7);
        Assert.AreEqual((12, 11), (refiner.Updates, discriminator.Updates));
        Assert.AreEqual(6, trainer.Game.Parts[0].State["history/count"].item<long>());

        using var none = Trainer(recipe with { SelfRegularizationWeight = 0, DiscriminatorOnlySteps = 0 });
        Assert.AreEqual("turns", none.Game.Stages.Single().Name, "Without a loss there is nothing to learn alone.");

        using var perceptual = Trainer(
            recipe with
            {
                SelfRegularizationWeight = 0,
                PerceptualNetwork = Path.Combine(SourceTree.Root, "models", "digits-classifier"),
                PerceptualLayers = "Relu:3",
            }
        );
        Assert.AreEqual("refiner", perceptual.Game.Stages[0].Name, "A classifier's features regularize, too.");
    }

    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    public void Both_minimize_what_the_paper_says(bool keepInput)
    {
        var recipe = (SimGanRecipe)RecipeData.Small("simgan") with { KeepInput = keepInput, SelfRegularizationWeight = 3 };
        using var trainer = Trainer(recipe);
        using var context = new StepContext(trainer.Game, 0, isShared: false, []);
        using var scope = NewDisposeScope();
        var (source, target) = (context.Batch.Source!, context.Batch.Samples);
        var refined = trainer.Game.Players[0].Network<Refiner>("generator").call(source);
        Tensor Probability(Tensor images) =>
            trainer.Game.Players[1].Network<LocalDiscriminator>("discriminator").call(images).sigmoid();
        var stages = trainer.Game.Stages;
        var difference = 3 * (refined - source).abs().sum() / source.numel();

        Near(difference, stages[0].Updates.Single().Loss(context).Total);
        var judged = -Probability(target).log().mean() - (1 - Probability(refined)).log().mean();
        Near(judged, stages[1].Updates.Single().Loss(context).Total);
        var turns = stages[2].Updates;
        var terms = turns[0].Loss(context).Terms.ToDictionary(t => t.Name, t => t.Value);
        Near(-Probability(refined).log().mean(), terms["adversarial"]);
        Near(difference, terms["self-regularization"]);
        CollectionAssert.AreEqual(new[] { trainer.Game.Players[1] }, turns[0].Frozen.ToArray());

        // The buffer is empty at first; then what it holds is judged in place of the first half.
        Near(judged, turns[1].Loss(context).Total);
        var earlier = trainer.Game.Parts[0].State["history/images"].narrow(0, 0, 2);
        NetworkChecks.AreClose(refined.narrow(0, 0, 2), earlier, 0);
        using (no_grad())
            earlier.mul_(-1);
        var seen = cat([earlier, refined.narrow(0, 2, 2)], 0);
        Near(-Probability(target).log().mean() - (1 - Probability(seen)).log().mean(), turns[1].Loss(context).Total);
    }

    [TestMethod]
    public void A_refined_pixel_comes_of_those_around_it_alone_in_images_of_any_size()
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        using var random = new Generator(1, CPU);
        foreach (var keeps in new[] { true, false })
        {
            using var network = new Refiner(1, 8, 2, keeps);
            network.Initialize(random);
            Assert.AreEqual(5, network.Reach);
            var image = rand([1, 1, 15, 16], generator: random);
            var other = image.clone();
            other[0, 0, 7, 8] += 1;
            var changed = (network.call(other) - network.call(image)).abs()[0, 0].gt(1e-7).nonzero();
            Assert.AreEqual(2, changed.select(1, 0).min().item<long>());
            Assert.AreEqual(12, changed.select(1, 0).max().item<long>());
            Assert.AreEqual(3, changed.select(1, 1).min().item<long>());
            Assert.AreEqual(13, changed.select(1, 1).max().item<long>());
            foreach (var (height, width) in new[] { (2, 2), (2, 9), (17, 31) })
                CollectionAssert.AreEqual(
                    new long[] { 3, 1, height, width },
                    network.call(rand([3, 1, height, width], generator: random)).shape
                );
        }
    }

    /// <summary>With the input kept it begins near it.</summary>
    [TestMethod]
    public void What_is_kept_begins_as_it_was()
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        using var random = new Generator(1, CPU);
        var image = rand([4, 3, 16, 16], generator: random) * 2 - 1;
        using var network = new Refiner(3, 32, 4, keepsInput: true);
        network.Initialize(random);
        Assert.IsTrue((network.call(image) - image).abs().mean().item<float>() is > 0.001f and < 0.3f);
        using var anew = new Refiner(3, 32, 4, keepsInput: false);
        anew.Initialize(random);
        Assert.IsLessThan(1f, anew.call(image * 100).abs().max().item<float>() - 1e-6f);
    }

    [TestMethod]
    public void The_discriminator_has_the_published_layers()
    {
        using var scope = NewDisposeScope();
        using var network = new LocalDiscriminator(1, 96);
        CollectionAssert.AreEqual(
            new[] { "96,1,3,3", "64,96,3,3", "32,64,3,3", "32,32,1,1", "1,32,1,1" },
            network
                .named_parameters()
                .Where(p => p.name.EndsWith("weight", StringComparison.Ordinal))
                .Select(p => string.Join(",", p.parameter.shape))
                .ToArray()
        );
        CollectionAssert.AreEqual(new long[] { 2, 1, 9, 14 }, network.call(zeros(2, 1, 35, 55)).shape);
        using var small = new LocalDiscriminator(3, 3);
        CollectionAssert.AreEqual(new long[] { 1, 1, 4, 4 }, small.call(zeros(1, 3, 16, 16)).shape);
    }

    [TestMethod]
    public void A_verdict_sees_a_patch_of_23_pixels_a_side()
    {
        using var scope = NewDisposeScope();
        using var random = new Generator(1, CPU);
        using var network = new LocalDiscriminator(1, 12);
        Gan.Training.Networks.WeightInitialization.FanIn(network, random);
        // The maximum lets the gradient of one place through, so many images are asked.
        var seen = zeros(64, 64);
        for (var i = 0; i < 30; i++)
        {
            var one = rand([1, 1, 64, 64], generator: random).requires_grad_();
            seen += autograd.grad([network.call(one)[0, 0, 8, 8]], [one])[0].abs()[0, 0];
        }

        var rows = seen.sum(1).gt(0).nonzero();
        Assert.AreEqual(23, rows.max().item<long>() - rows.min().item<long>() + 1);
    }

    [TestMethod]
    public void How_much_is_changed_and_what_the_discriminator_says_are_reported()
    {
        var recipe = (SimGanRecipe)RecipeData.Small("simgan") with { SelfRegularizationWeight = 0, RefinerOnlySteps = 0 };
        using var trainer = Trainer(recipe);
        var reports = new List<StepReport>();
        trainer.TrainUntil(3, reports.Add);
        foreach (var metric in new[] { "refined/change", "score/real", "score/fake", "score/separation" })
            Assert.IsTrue(reports[^1].Metrics.ContainsKey(metric), metric);
        Assert.IsFalse(reports[^1].Losses.ContainsKey("generator/self-regularization"), "A weight of 0 is no term.");
        using var scope = NewDisposeScope();
        var metrics = new Dictionary<string, double>();
        using var told = new StepContext(trainer.Game, 0, isShared: false, metrics);
        trainer.Game.Stages[^1].Updates[0].Loss(told);
        var refined = trainer.Game.Players[0].Network<Refiner>("generator").call(told.Batch.Source!);
        Assert.AreEqual((refined - told.Batch.Source!).abs().mean().item<float>() / 2, metrics["refined/change"], 1e-6);
    }

    [TestMethod]
    public void The_bundle_refines_tiles_and_any_size()
    {
        using var trainer = Trainer((SimGanRecipe)RecipeData.Small("simgan"));
        trainer.TrainUntil(4);
        var (bundle, differences) = BundleExporter.Export(trainer, (DateTime.UtcNow, TimeSpan.FromSeconds(1)));
        var translator = bundle.Manifest.Translator!;
        Assert.AreEqual((true, 2, 5, 1), (translator.AnySize, translator.SmallestSide, translator.Reach, translator.Scale));
        Assert.IsLessThan(1e-3, differences.Max(d => d.MaximumAbsolute / d.Magnitude));
    }

    [TestMethod]
    public void Images_that_do_not_go_together_are_refused()
    {
        var data = RecipeData.For(RecipeCatalog.Find("simgan"));
        Refused(With(1, 16), "The simulated images have 1 channel(s) and the real ones of 'targets' 3");
        Refused(With(3, 20), "The simulated images are 20 pixels high and 20 wide, and the real ones of 'targets' 16 and 16.");
        var paired = Assert.ThrowsExactly<GanException>(() => Trainer(new SimGanRecipe(), data.SourceImages!.Images).Dispose());
        StringAssert.Contains(paired.Message, "simgan");
        using var cut = Trainer((SimGanRecipe)RecipeData.Small("simgan") with { Crop = 16 }, With(3, 20));
        cut.TrainUntil(4);

        Dataset With(int channels, int side) =>
            data.WithSourceImages(
                new SourceImages(
                    new Dataset("other", [channels, side, side], new float[24 * channels * side * side], null, data.Range),
                    ArePaired: false
                )
            );

        void Refused(Dataset images, string message) =>
            StringAssert.Contains(
                Assert.ThrowsExactly<GanException>(() => Trainer(new SimGanRecipe(), images).Dispose()).Message,
                message
            );
    }

    private static GanTrainer Trainer(SimGanRecipe recipe, Dataset? data = null) =>
        new(recipe, data ?? RecipeData.For(recipe), Cpu);

    private static void Near(Tensor expected, Tensor found) =>
        Assert.AreEqual(expected.item<float>(), found.item<float>(), 1e-4 * Math.Max(1, Math.Abs(found.item<float>())));
}
