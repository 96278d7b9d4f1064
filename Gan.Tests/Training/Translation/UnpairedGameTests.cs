using Gan.Onnx;
using Gan.Onnx.Bundles;
using Gan.Tests.Training.Recipes;
using Gan.Training;
using Gan.Training.Data;
using Gan.Training.Export;
using Gan.Training.Games;
using Gan.Training.Methods;
using Gan.Training.Networks;
using static TorchSharp.torch;

namespace Gan.Tests.Training.Translation;

/// <summary>The games of CycleGAN, CUT and FastCUT minimize what their papers say, in their order.</summary>
[TestClass]
public sealed class UnpairedGameTests
{
    private static readonly TrainingSettings Cpu = new() { Device = TestDevice.Name };

    [TestMethod]
    public void CycleGAN_s_generators_minimize_what_the_paper_says()
    {
        using var trainer = Trainer("cyclegan");
        var (generator, discriminator) = (trainer.Game.Players[0], trainer.Game.Players[1]);
        var updates = trainer.Game.Stages.Single().Updates;
        Assert.AreEqual((generator, discriminator), (updates[0].Player, updates[1].Player), "The generators come first.");
        using var context = new StepContext(trainer.Game, 0, isShared: true, []);
        using var scope = NewDisposeScope();
        var terms = updates[0].Loss(context).Terms.ToDictionary(t => t.Name, t => t.Value.item<float>());
        var (source, target) = (context.Batch.Source!, context.Batch.Samples);
        Tensor Forward(Tensor x) => generator.Network<ResidualTranslator>("forward").call(x);
        Tensor Backward(Tensor x) => generator.Network<ResidualTranslator>("backward").call(x);
        var verdicts = discriminator.Network<PatchDiscriminator>("targets").call(Forward(source));
        var others = discriminator.Network<PatchDiscriminator>("sources").call(Backward(target));
        Near((verdicts - 1).square().mean() + (others - 1).square().mean(), terms["adversarial"]);
        Near(
            10 * ((Backward(Forward(source)) - source).abs().mean() + (Forward(Backward(target)) - target).abs().mean()),
            terms["cycle"]
        );
        Near(5 * ((Forward(target) - target).abs().mean() + (Backward(source) - source).abs().mean()), terms["identity"]);
        Assert.IsGreaterThan(0.1f, terms["identity"], "What has not been trained changes images.");

        // The pool is empty, so that it returns what was made.
        var judged = updates[1].Loss(context).Terms.ToDictionary(t => t.Name, t => t.Value.item<float>());
        var real = discriminator.Network<PatchDiscriminator>("targets").call(target);
        Near(((real - 1).square().mean() + verdicts.square().mean()) / 2, judged["targets"]);
    }

    [TestMethod]
    [DataRow("pix2pix")]
    [DataRow("cyclegan")]
    [DataRow("cut")]
    [DataRow("fastcut")]
    public void With_a_global_residual_a_translator_begins_as_the_identity_and_leaves_it(string name)
    {
        var recipe = RecipeSettings.With(RecipeData.Small(name), "global-residual", "True");
        var data = RecipeData.For(recipe);
        using var trainer = new GanTrainer(recipe, data, Cpu);
        var translator = ((TranslationGame)trainer.Game).Translator;
        using var scope = NewDisposeScope();
        var images = DataRows.OnDevice(data, [0, 1, 2], CPU);
        using (no_grad())
            Assert.AreEqual(0, (translator.call(images) - images).abs().max().item<float>());
        trainer.TrainUntil(3);
        using (no_grad())
            Assert.IsGreaterThan(1e-5f, (translator.call(images) - images).abs().max().item<float>());
        // The exporter proves the file at several sizes.
        var (bundle, _) = BundleExporter.Export(trainer, (DateTime.UtcNow, TimeSpan.FromSeconds(1)));
        Assert.IsTrue(bundle.Manifest.Translator!.AnySize);
    }

    [TestMethod]
    [DataRow("cyclegan")]
    [DataRow("fastcut")]
    public void Images_of_the_two_kinds_may_be_of_different_sizes(string name)
    {
        var pairs = RecipeData.For(RecipeCatalog.Find(name));
        var (random, range) = (new Random(1), pairs.Range);
        float[] values =
        [
            .. Enumerable
                .Range(0, 24 * 3 * 24 * 24)
                .Select(_ => (float)(range.Minimum + random.NextDouble() * (range.Maximum - range.Minimum))),
        ];
        var larger = new Dataset("larger", [3, 24, 24], values, null, range);
        var data = pairs.WithSourceImages(new SourceImages(larger, ArePaired: false));
        using var trainer = new GanTrainer(RecipeData.Small(name), data, Cpu with { ReportEvery = 1 });
        var reports = new List<StepReport>();
        trainer.TrainUntil(2, reports.Add);
        Assert.IsTrue(reports.All(r => r.Metrics["score/separation"] is >= 0 and <= 1));
    }

    [TestMethod]
    public void A_global_residual_needs_equally_many_channels()
    {
        var pairs = RecipeData.For(RecipeCatalog.Find("cyclegan"));
        var grey = new Dataset("grey", [1, 16, 16], new float[24 * 256], null, pairs.Range);
        var recipe = (CycleGanRecipe)RecipeData.Small("cyclegan") with { IdentityWeight = 0, GlobalResidual = true };
        var e = Assert.ThrowsExactly<GanException>(() =>
            new GanTrainer(recipe, pairs.WithSourceImages(new SourceImages(grey, ArePaired: false)), Cpu)
        );
        StringAssert.Contains(e.Message, "the source images have 1 channel(s) and the others 3");
    }

    [TestMethod]
    public void CycleGAN_exports_both_directions_each_as_a_bundle_of_its_own()
    {
        using var scope = NewDisposeScope();
        var pairs = RecipeData.For(RecipeCatalog.Find("cyclegan"));
        var grey = new Dataset(
            "grey",
            [1, 16, 16],
            [.. Enumerable.Range(0, 24 * 256).Select(i => i % 256 * 10f)],
            null,
            new ValueRange { Minimum = 0, Maximum = 2550 }
        );
        var recipe = (CycleGanRecipe)RecipeData.Small("cyclegan") with { IdentityWeight = 0 };
        using var trainer = new GanTrainer(recipe, pairs.WithSourceImages(new SourceImages(grey, ArePaired: false)), Cpu);
        trainer.TrainUntil(2);
        var (forward, _) = BundleExporter.Export(trainer, (DateTime.UtcNow, TimeSpan.FromSeconds(1)));
        var backward = BundleExporter.ExportFurther(trainer, (DateTime.UtcNow, TimeSpan.FromSeconds(1)))["backward"];
        CollectionAssert.AreEqual(new[] { 1, 16, 16 }, forward.Manifest.Translator!.SourceShape.ToArray());
        CollectionAssert.AreEqual(new[] { 3, 16, 16 }, forward.Manifest.Data.Shape.ToArray());
        CollectionAssert.AreEqual(new[] { 3, 16, 16 }, backward.Manifest.Translator!.SourceShape.ToArray());
        CollectionAssert.AreEqual(new[] { 1, 16, 16 }, backward.Manifest.Data.Shape.ToArray());
        Assert.AreEqual(2550, backward.Manifest.Data.ValueRange.Maximum);
        Assert.IsTrue(backward.Manifest.Translator.AnySize);
        using var other = Trainer("fastcut");
        Assert.IsEmpty(BundleExporter.ExportFurther(other, (DateTime.UtcNow, TimeSpan.Zero)));
    }

    [TestMethod]
    [DataRow("cut", 0.5, true)]
    [DataRow("fastcut", 10.0, false)]
    public void CUT_s_generator_minimizes_what_the_paper_says(string name, double weight, bool hasIdentity)
    {
        // All patches, so that which are drawn makes no difference; not mirrored, which is tested below.
        var recipe = (ContrastiveRecipe)RecipeData.Small(name) with
        {
            Patches = 4096,
            FlipEquivariance = false,
        };
        using var trainer = new GanTrainer(recipe, RecipeData.For(recipe), Cpu);
        var (generator, discriminator) = (trainer.Game.Players[0], trainer.Game.Players[1]);
        var updates = trainer.Game.Stages.Single().Updates;
        Assert.AreEqual((discriminator, generator), (updates[0].Player, updates[1].Player), "The discriminator comes first.");
        using var context = new StepContext(trainer.Game, 0, isShared: true, []);
        using var scope = NewDisposeScope();
        var terms = updates[1].Loss(context).Terms.ToDictionary(t => t.Name, t => t.Value.item<float>());
        var (network, heads) = (generator.Network<ResidualTranslator>("generator"), generator.Network<PatchHeads>("heads"));
        Assert.HasCount(5 - 1, network.PatchLayers, "With fewer than five blocks there is no fifth.");
        var (source, target) = (context.Batch.Source!, context.Batch.Samples);
        var verdicts = discriminator.Network<PatchDiscriminator>("discriminator").call(network.call(source));
        Near((verdicts - 1).square().mean(), terms["adversarial"]);
        Near(weight * Contrast(source), terms["contrast"]);
        Assert.AreEqual(hasIdentity, terms.ContainsKey("identity"));
        if (hasIdentity)
            Near(weight * Contrast(target), terms["identity"]);

        Tensor Contrast(Tensor images)
        {
            var (keys, queries) = (
                network.Features(images, network.PatchLayers),
                network.Features(network.call(images), network.PatchLayers)
            );
            var losses = keys.Select(
                (key, layer) =>
                {
                    var places = arange(key.shape[2] * key.shape[3], ScalarType.Int64);
                    return PatchContrast.Loss(heads.Embed(layer, queries[layer], places), heads.Embed(layer, key, places), 0.07);
                }
            );
            return stack([.. losses], 0).mean();
        }
    }

    /// <summary>Patches of a mirrored image are found again in the image when its features are mirrored back.</summary>
    [TestMethod]
    public void FastCUT_mirrors_back_what_it_mirrored()
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        using var trainer = Trainer("fastcut");
        var game = (ContrastiveGame)trainer.Game;
        var images = game.Deal().Source!;
        var (back, not) = (game.Contrast(images, images.flip(3), true), game.Contrast(images, images.flip(3), false));
        Assert.IsLessThan(0.8f * not.item<float>(), back.item<float>());
    }

    /// <summary>The generator takes the heads with it, and keys take no part in what they learn.</summary>
    [TestMethod]
    public void Generator_and_heads_learn_together()
    {
        using var trainer = Trainer("cut");
        var player = trainer.Game.Player("generator");
        float[] Values(string name) =>
            [.. player.Networks[name].parameters().SelectMany(p => p.detach().flatten().data<float>().ToArray())];
        var before = (Values("generator"), Values("heads"));
        trainer.TrainUntil(1);
        CollectionAssert.AreNotEqual(before.Item1, Values("generator"));
        CollectionAssert.AreNotEqual(before.Item2, Values("heads"));
    }

    [TestMethod]
    public void Brightness_that_is_kept_or_inverted_is_reported_as_such()
    {
        using var scope = NewDisposeScope();
        using var random = new Generator(1, CPU);
        var images = rand([2, 3, 4, 4], generator: random) * 2 - 1;
        Assert.AreEqual(1, UnpairedLosses.Correlation(images, images * 0.5 + 0.1), 1e-5);
        Assert.AreEqual(-1, UnpairedLosses.Correlation(images, -images), 1e-5);
        Assert.AreEqual(0, UnpairedLosses.Correlation(images, zeros_like(images)));
        // Luminance of one pixel of red, green, blue and black: 0.299, 0.587, 0.114 and 0.
        var colours = eye(3, 4).reshape(1, 3, 2, 2);
        var grey = tensor([0f, 0, 0, 1]).reshape(1, 1, 2, 2);
        double[] luminance = [0.299, 0.587, 0.114, 0];
        var spread = Math.Sqrt(luminance.Sum(v => Math.Pow(v - 0.25, 2)) / 4 * (3.0 / 16));
        Assert.AreEqual(-0.25 / 4 / spread, UnpairedLosses.Correlation(colours, grey), 1e-5);

        foreach (var name in new[] { "cyclegan", "cut", "fastcut" })
        {
            using var trainer = Trainer(name);
            var reports = new List<StepReport>();
            trainer.TrainUntil(1, reports.Add);
            Assert.IsTrue(reports[0].Metrics.ContainsKey("brightness/correlation"), name);
        }
    }

    [TestMethod]
    public void Channels_that_do_not_go_together_are_refused()
    {
        var data = RecipeData.For(RecipeCatalog.Find("cyclegan"));
        var grey = new Dataset("grey", [1, 16, 16], new float[24 * 256], null, data.Range);
        data = data.WithSourceImages(new SourceImages(grey, ArePaired: false));
        Refused(new CycleGanRecipe(), "Set 'identity-weight' to 0, or read both with equally many channels.");
        Refused(new FastCutRecipe(), "the recipe 'fastcut' looks at both with one network");

        void Refused(Recipe recipe, string message) =>
            StringAssert.Contains(
                Assert.ThrowsExactly<GanException>(() => new GanTrainer(recipe, data, Cpu).Dispose()).Message,
                message
            );
    }

    private static GanTrainer Trainer(string name)
    {
        var recipe = RecipeData.Small(name);
        return new GanTrainer(recipe, RecipeData.For(recipe), Cpu with { ReportEvery = 1 });
    }

    private static void Near(Tensor expected, float found) =>
        Assert.AreEqual(expected.item<float>(), found, 1e-4 * Math.Max(1, Math.Abs(found)));
}
