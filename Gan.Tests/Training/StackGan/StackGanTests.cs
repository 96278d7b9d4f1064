using Gan.Onnx;
using Gan.Onnx.Bundles;
using Gan.Onnx.Inference;
using Gan.Tests.Training.Recipes;
using Gan.Training;
using Gan.Training.Data;
using Gan.Training.Evaluation;
using Gan.Training.Export;
using Gan.Training.Games;
using Gan.Training.Methods;
using static TorchSharp.torch;

namespace Gan.Tests.Training.StackGan;

/// <summary>StackGAN minimizes what its paper says, in two stages, and its bundles draw what its networks do.</summary>
[TestClass]
public sealed class StackGanTests
{
    private static readonly TrainingSettings Cpu = new() { Device = TestDevice.Name };
    private static readonly StackGanRecipe Recipe = (StackGanRecipe)RecipeData.Small("stackgan") with { FirstStageSteps = 2 };

    [TestMethod]
    public void Conditions_are_drawn_around_the_mean_and_held_near_the_normal_distribution()
    {
        using var scope = NewDisposeScope();
        var (mean, logVariance) = (tensor(new[] { 1f, -2f }), tensor(new[] { 0f, (float)Math.Log(4) }));
        var drawn = ConditioningAugmentation.Draw(mean, logVariance, tensor(new[] { 0.5f, 3f }));
        CollectionAssert.AreEqual(new[] { 1.5f, 4f }, drawn.data<float>().ToArray());
        // (1 + 1 - 1 - 0) / 2 and (4 + 4 - 1 - ln 4) / 2, on average.
        Assert.AreEqual(
            ((1.0 / 2) + (7 - Math.Log(4)) / 2) / 2,
            ConditioningAugmentation.Divergence(mean, logVariance).item<float>(),
            1e-6
        );
        using var augmentation = new ConditioningAugmentation(3, 2);
        using var random = new Generator(1, CPU);
        // Its own first weights are drawn from the process's random numbers: now and then a bias outweighs them.
        using (no_grad())
        {
            foreach (var parameter in augmentation.parameters())
                parameter.copy_(randn(parameter.shape, generator: random));
        }

        var moments = augmentation.Moments(randn([200, 3], generator: random));
        Assert.IsLessThan(0, moments.amin([0]).max().item<float>(), "Every mean and log variance may be negative.");
    }

    [TestMethod]
    public void Losses_are_cross_entropies_and_a_row_s_own_text_is_no_mismatch()
    {
        using var scope = NewDisposeScope();
        var logits = tensor(new[] { 0f, 2f });
        Assert.AreEqual((Math.Log(2) + Math.Log(1 + Math.Exp(-2))) / 2, MatchingLoss.Yes(logits).item<float>(), 1e-6);
        Assert.AreEqual((Math.Log(2) + Math.Log(1 + Math.Exp(2))) / 2, MatchingLoss.No(logits).item<float>(), 1e-6);
        Assert.AreEqual(Math.Log(1 + Math.Exp(2)), MatchingLoss.No(logits, tensor(new[] { 0f, 1f })).item<float>(), 1e-6);
        Assert.AreEqual(0, MatchingLoss.No(logits, zeros(2)).item<float>());
        var text = tensor(new[] { 1f, 0f, 1f, 0f, 0f, 1f }, [3, 2]);
        var (other, differs) = MatchingLoss.Mismatched(text);
        CollectionAssert.AreEqual(new[] { 1f, 0f, 0f, 1f, 1f, 0f }, other.data<float>().ToArray());
        CollectionAssert.AreEqual(new[] { 0f, 1f, 1f }, differs.data<float>().ToArray());
    }

    [TestMethod]
    public void The_discriminator_sees_right_wrong_and_generated_and_half_of_the_wrong_is_mismatched()
    {
        using var trainer = new GanTrainer(Recipe, RecipeData.For(Recipe), Cpu);
        var update = trainer.Game.Stages[0].Updates[0];
        var network = update.Player.Network<TextDiscriminator>("network");
        network.eval();
        using var context = new StepContext(trainer.Game, 0, isShared: true, []);
        using var scope = NewDisposeScope();
        var terms = update.Loss(context).Terms.ToDictionary(t => t.Name, t => t.Value.item<float>());
        var (real, text) = (nn.functional.avg_pool2d(context.Batch.Samples, 4), context.Batch.Text!);
        Near(nn.functional.softplus(-network.call(real, text)).mean(), terms["real"]);
        var fake = context.Once("fake", () => throw new AssertFailedException("It was made."));
        Near(nn.functional.softplus(network.call(fake, text)).mean() / 2, terms["generated"]);
        var (other, differs) = MatchingLoss.Mismatched(text);
        Near((nn.functional.softplus(network.call(real, other)) * differs).sum() / differs.sum() / 2, terms["mismatched"]);
        CollectionAssert.AreEqual(new long[] { 16, 3, 8, 8 }, fake.shape);
    }

    [TestMethod]
    public void Texts_reach_the_batch_with_their_pictures()
    {
        var data = CaptionedShapes.Draw(24, 32, seed: 3);
        using var trainer = new GanTrainer(Recipe, data, Cpu);
        using var context = new StepContext(trainer.Game, 0, isShared: false, null);
        var hashing = new TextHashing(((StackGanGame)trainer.Game).Text);
        var vectors = data.Captions!.Select(caption =>
            {
                var vector = new float[hashing.Width];
                hashing.Encode(caption, vector);
                return vector;
            })
            .ToArray();
        for (var row = 0; row < 16; row++)
        {
            var picture = ((context.Batch.Samples[row] + 1) / 2).flatten().data<float>().ToArray();
            var number = Enumerable
                .Range(0, data.Count)
                .Single(i => data.Sample(i).ToArray().Zip(picture).All(p => Math.Abs(p.First - p.Second) < 1e-5));
            CollectionAssert.AreEqual(vectors[number], context.Batch.Text![row].data<float>().ToArray());
        }
    }

    [TestMethod]
    [DataRow(1)]
    [DataRow(2)]
    [DataRow(3)]
    public void Training_resumes_bit_for_bit_before_at_and_after_the_change_of_stages(int stop)
    {
        using var folder = new TestFolder();
        var data = RecipeData.For(Recipe);
        using var whole = new GanTrainer(Recipe, data, Cpu);
        whole.TrainUntil(5);
        using (var first = new GanTrainer(Recipe, data, Cpu))
        {
            first.TrainUntil(stop);
            first.SaveCheckpoint(folder["checkpoint.zip"]);
        }

        using var second = new GanTrainer(Recipe, data, Cpu);
        second.LoadCheckpoint(folder["checkpoint.zip"]);
        CollectionAssert.AreNotEqual(Pictures(whole), Pictures(second));
        second.TrainUntil(5);
        CollectionAssert.AreEqual(Pictures(whole), Pictures(second));
    }

    [TestMethod]
    public void The_first_stage_s_networks_stay_as_they_are_in_the_second()
    {
        using var trainer = new GanTrainer(Recipe, RecipeData.For(Recipe), Cpu);
        trainer.TrainUntil(2);
        var small = trainer.Game.Player(StackGanGame.SmallGenerator);
        var before = small.Parameters.Values.data<float>().ToArray();
        trainer.TrainUntil(4);
        CollectionAssert.AreEqual(before, small.Parameters.Values.data<float>().ToArray());
        Assert.AreEqual(2, small.Updates);
        Assert.AreEqual(2, trainer.Game.Player(StackGanGame.LargeGenerator).Updates);
    }

    [TestMethod]
    [DataRow(2, "after the first stage small pictures are enlarged pixel by pixel")]
    [DataRow(4, "")]
    public void The_bundle_draws_texts_as_the_networks_do(int steps, string what)
    {
        using var trainer = new GanTrainer(Recipe, RecipeData.For(Recipe), Cpu);
        trainer.TrainUntil(steps);
        var game = (StackGanGame)trainer.Game;
        var (bundle, _) = BundleExporter.Export(trainer, (DateTime.UtcNow, TimeSpan.FromSeconds(1)));
        var text = bundle.Manifest.Latent!.Text!;
        Assert.AreEqual((1024, 2, 3, 5), (text.Width, text.Words, text.ShortestPiece, text.LongestPiece));
        CollectionAssert.Contains(text.Examples.ToArray(), game.Data.Captions![0]);
        using var session = new GeneratorSession(bundle);
        Assert.IsTrue(session.TakesText);
        string[] texts = ["a red circle at the top left", "something else entirely"];
        var latents = new float[2 * session.LatentSize];
        LatentSampler.Fill(LatentDistribution.Normal, 5, 0, latents.AsSpan(0, session.LatentSize));
        LatentSampler.Fill(LatentDistribution.Normal, 5, 1, latents.AsSpan(session.LatentSize));
        var samples = new float[2 * session.SampleSize];
        session.Generate(latents, [], [], texts, samples);
        using var scope = NewDisposeScope();
        var drawn = ((game.Draw(texts, tensor(latents, [2, session.LatentSize])) + 1) / 2).contiguous().data<float>().ToArray();
        foreach (var (one, other) in drawn.Zip(samples))
            Assert.AreEqual(one, other, 1e-4f);
        if (what.Length > 0)
            Assert.AreEqual(samples[0], samples[3 * 32 + 3], what);

        // A text for all rows, latents from the seed.
        var again = new float[2 * session.SampleSize];
        session.Generate(5, 0, 2, float.PositiveInfinity, texts[0], again);
        CollectionAssert.AreEqual(samples[..session.SampleSize], again[..session.SampleSize]);
        Assert.ThrowsExactly<ArgumentException>(() => session.Generate(latents, [], [], [], samples));
    }

    [TestMethod]
    public void Pictures_without_captions_and_of_other_sizes_are_refused()
    {
        var data = RecipeData.For(Recipe);
        var bare = new Dataset("bare", data.Shape, data.Samples.ToArray(), null, data.Range);
        var e = Assert.ThrowsExactly<GanException>(() => new GanTrainer(Recipe, bare, Cpu));
        StringAssert.Contains(e.Message, "the pictures of 'bare' have no captions");
        foreach (var size in new[] { 16, 48 })
        {
            e = Assert.ThrowsExactly<GanException>(() => new GanTrainer(Recipe, CaptionedShapes.Draw(24, size, 1), Cpu));
            StringAssert.Contains(e.Message, "takes images of 32, 64, 128 or 256 pixels a side");
        }
    }

    [TestMethod]
    public void Captions_that_a_bundle_cannot_hold_are_no_examples_and_are_learned_all_the_same()
    {
        var data = RecipeData.For(Recipe);
        string[] odd = ["", "a\ttab", new string('x', BundleLimits.TextLength + 1)];
        string[] captions = [.. odd, .. data.Captions!.Skip(odd.Length)];
        using var trainer = new GanTrainer(Recipe, data.WithCaptions(captions), Cpu);
        trainer.TrainUntil(3);
        var (bundle, _) = BundleExporter.Export(trainer, (DateTime.UtcNow, TimeSpan.FromSeconds(1)));
        var examples = bundle.Manifest.Latent!.Text!.Examples;
        CollectionAssert.Contains(examples.ToArray(), captions[3]);
        Assert.IsFalse(examples.Any(e => odd.Contains(e)));
    }

    [TestMethod]
    [DataRow("--", "holds a word, is of at most 4096 characters")]
    [DataRow("a\ttab", "free of tabs and the like")]
    [DataRow("The same!", "say the same, so that there is nothing to learn of them")]
    public void Captions_that_say_nothing_are_refused_before_the_first_step(string caption, string cause)
    {
        var data = RecipeData.For(Recipe);
        var e = Assert.ThrowsExactly<GanException>(() =>
            new GanTrainer(Recipe, data.WithCaptions([.. Enumerable.Repeat(caption, data.Count)]), Cpu)
        );
        StringAssert.Contains(e.Message, cause);
    }

    [TestMethod]
    public void Pieces_of_words_are_no_shorter_than_the_shortest()
    {
        var e = Assert.ThrowsExactly<GanException>(() =>
            new GanTrainer(Recipe with { TextShortestPiece = 6 }, RecipeData.For(Recipe), Cpu)
        );
        StringAssert.Contains(e.Message, "'text-shortest-piece' is 6, and 'text-longest-piece' is 5");
    }

    private static float[] Pictures(GanTrainer trainer)
    {
        using var scope = NewDisposeScope();
        using var random = new Generator(2, CPU);
        return trainer.Game.Preview(6, random).contiguous().data<float>().ToArray();
    }

    private static void Near(Tensor expected, float actual) => Assert.AreEqual(expected.item<float>(), actual, 1e-4f);
}
