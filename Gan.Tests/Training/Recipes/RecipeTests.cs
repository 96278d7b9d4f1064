using Gan.Onnx;
using Gan.Training;
using Gan.Training.Data;
using Gan.Training.Evaluation;
using Gan.Training.Methods;
using static TorchSharp.torch;

namespace Gan.Tests.Training.Recipes;

/// <summary>Every recipe, trained for some steps on pictures and on vectors.</summary>
[TestClass]
public sealed class RecipeTests
{
    private static readonly TrainingSettings Cpu = new() { Device = TestDevice.Name, ReportEvery = 1 };
    private static readonly Dataset Pictures = Dataset.Digits().Select([.. Enumerable.Range(0, 256)]);
    private static readonly Dataset Vectors = GaussianMixture.Ring.Sample(256, 1);

    private static IEnumerable<object[]> Names => RecipeCatalog.All.OfType<LatentRecipe>().Select(r => new object[] { r.Name });

    [TestMethod]
    [DynamicData(nameof(Names))]
    public void Every_recipe_trains_on_pictures_and_on_vectors(string name)
    {
        foreach (var data in name == "dcgan" ? [Pictures] : new[] { Pictures, Vectors })
        {
            using var trainer = new GanTrainer(RecipeData.Small(name), data, Cpu);
            var (generator, discriminator) = (Values(trainer.Generator), Values(trainer.Discriminator));
            var losses = new List<StepReport>();
            trainer.TrainUntil(3, losses.Add);
            Assert.AreEqual(3, losses.Count);
            Assert.IsTrue(
                losses.All(l =>
                    double.IsFinite(l.Discriminator) && double.IsFinite(l.Generator) && l.Metrics.Values.All(double.IsFinite)
                )
            );
            CollectionAssert.AreNotEqual(generator, Values(trainer.Generator), "the generator learns");
            CollectionAssert.AreNotEqual(discriminator, Values(trainer.Discriminator), "the discriminator learns");
            var samples = trainer.Sample(new float[20 * trainer.Recipe.LatentSize]);
            Assert.AreEqual(20 * data.SampleSize, samples.Length);
            Assert.IsTrue(
                samples.All(v => v >= data.Range.Minimum - 1e-3 && v <= data.Range.Maximum + 1e-3),
                "samples lie in the data's range"
            );
        }
    }

    [TestMethod]
    [DynamicData(nameof(Names))]
    public void Every_recipe_resumes_bit_for_bit(string name)
    {
        using var folder = new TestFolder();
        using var whole = new GanTrainer(RecipeData.Small(name), Pictures, Cpu);
        whole.TrainUntil(6);
        using (var first = new GanTrainer(RecipeData.Small(name), Pictures, Cpu))
        {
            first.TrainUntil(3);
            first.SaveCheckpoint(folder["checkpoint.zip"]);
        }

        using var second = new GanTrainer(RecipeData.Small(name), Pictures, Cpu);
        second.LoadCheckpoint(folder["checkpoint.zip"]);
        second.TrainUntil(6);
        CollectionAssert.AreEqual(Values(whole.GeneratorResult), Values(second.GeneratorResult));
        CollectionAssert.AreEqual(Values(whole.DiscriminatorResult), Values(second.DiscriminatorResult));
    }

    [TestMethod]
    public void A_recipe_that_needs_labels_refuses_data_without()
    {
        var unlabelled = new Dataset("plain", Pictures.Shape, Pictures.Samples.ToArray(), null, Pictures.Range);
        foreach (var recipe in RecipeCatalog.All.Where(r => r.NeedsLabels))
        {
            var e = Assert.ThrowsExactly<GanException>(() => new GanTrainer(recipe, unlabelled, Cpu));
            StringAssert.Contains(e.Message, $"The recipe '{recipe.Name}' needs labels, and the data set 'plain' has none.");
        }

        CollectionAssert.AreEquivalent(
            new[] { "cgan", "acgan", "cwgan-gp", "sgan" },
            RecipeCatalog.All.Where(r => r.NeedsLabels).Select(r => r.Name).ToArray()
        );
    }

    [TestMethod]
    public void Names_are_unique_and_every_recipe_names_its_paper()
    {
        Assert.AreEqual(RecipeCatalog.All.Count, RecipeCatalog.All.Select(r => r.Name).Distinct().Count());
        Assert.IsTrue(RecipeCatalog.All.All(r => r.Paper.Contains("arXiv:", StringComparison.Ordinal)));
    }

    private static float[] Values(nn.Module network) =>
        [.. network.parameters().SelectMany(p => p.cpu().data<float>().ToArray())];
}
