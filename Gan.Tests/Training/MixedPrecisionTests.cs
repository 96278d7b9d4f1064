using Gan.Onnx;
using Gan.Training;
using Gan.Training.Data;
using Gan.Training.Export;
using Gan.Training.Methods;
using static TorchSharp.torch;

namespace Gan.Tests.Training;

[TestClass]
public sealed class MixedPrecisionTests
{
    private static readonly Dataset Digits = Dataset.Digits().Select([.. Enumerable.Range(0, 512)]);
    private static readonly TrainingSettings Mixed = new()
    {
        Device = TestDevice.Name,
        ReportEvery = 1,
        Precision = TrainingPrecision.BFloat16,
    };

    private static IEnumerable<object[]> Recipes =>
        RecipeCatalog.All.OfType<LatentRecipe>().Select(recipe => new object[] { recipe.Name });

    /// <summary>The first step's gradients point where those of single precision do, of every method.</summary>
    [TestMethod]
    [DynamicData(nameof(Recipes))]
    public void Gradients_are_those_of_single_precision_up_to_rounding(string recipe)
    {
        var (single, mixed) = (FirstStep(recipe, TrainingPrecision.Float32), FirstStep(recipe, TrainingPrecision.BFloat16));
        Assert.AreEqual(single.Discriminator, mixed.Discriminator, 0.03 * Math.Max(1, Math.Abs(single.Discriminator)));
        Assert.AreNotEqual(single.Discriminator, mixed.Discriminator, "Nothing was rounded.");
        var (before, after) = (single.Metrics["gradient/discriminator"], mixed.Metrics["gradient/discriminator"]);
        Assert.AreEqual(before, after, 0.1 * before);
    }

    [TestMethod]
    [DataRow("gan")]
    [DataRow("dcgan")]
    [DataRow("sngan")]
    [DataRow("r3gan")]
    public void Resuming_gives_the_same_bits(string recipe)
    {
        using var folder = new TestFolder();
        var path = Path.Combine(folder.Path, "checkpoint");
        using var trainer = Trainer(recipe, TrainingPrecision.BFloat16);
        trainer.TrainUntil(3);
        trainer.SaveCheckpoint(path);
        trainer.TrainUntil(6);

        using var resumed = Trainer(recipe, TrainingPrecision.BFloat16);
        resumed.LoadCheckpoint(path);
        resumed.TrainUntil(6);
        var latents = Enumerable.Range(0, trainer.Recipe.LatentSize * 4).Select(i => i % 7 / 3f - 1).ToArray();
        CollectionAssert.AreEqual(trainer.Sample(latents), resumed.Sample(latents));

        using var other = Trainer(recipe, TrainingPrecision.Float32);
        StringAssert.Contains(Assert.ThrowsExactly<GanException>(() => other.LoadCheckpoint(path)).Message, "'precision'");
    }

    /// <summary>Small updates are not lost: they are smaller than bfloat16's resolution of the weights.</summary>
    [TestMethod]
    public void Weights_are_kept_and_exported_in_single_precision()
    {
        var recipe = new MlpGanRecipe { GeneratorLearningRate = 1e-6, DiscriminatorLearningRate = 1e-6 };
        using var trainer = new GanTrainer(recipe, Digits, Mixed);
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var start = cat([.. trainer.GeneratorResult.parameters().Select(p => p.flatten())], 0).clone();
        using (enable_grad())
            trainer.TrainUntil(10);
        var end = cat([.. trainer.GeneratorResult.parameters().Select(p => p.flatten())], 0);
        Assert.AreEqual(ScalarType.Float32, end.dtype);
        Assert.IsTrue((end != start).to(ScalarType.Float32).mean().item<float>() > 0.5);

        var (bundle, differences) = BundleExporter.Export(trainer, (DateTime.UtcNow, TimeSpan.FromSeconds(1)), 0.05);
        using var folder = new TestFolder();
        bundle.Save(Path.Combine(folder.Path, "bundle"));
        Assert.IsTrue(differences.Count > 0);
    }

    [TestMethod]
    public void Training_lowers_the_discriminators_loss()
    {
        using var trainer = Trainer("dcgan", TrainingPrecision.BFloat16);
        var losses = new List<StepReport>();
        trainer.TrainUntil(40, losses.Add);
        Assert.IsTrue(losses[^5..].Average(l => l.Discriminator) < 1.3, $"{losses[^1]}");
    }

    private static GanTrainer Trainer(string recipe, TrainingPrecision precision) =>
        new(RecipeCatalog.Find(recipe), Digits, Mixed with { Precision = precision });

    private static StepReport FirstStep(string recipe, TrainingPrecision precision)
    {
        using var trainer = Trainer(recipe, precision);
        StepReport? first = null;
        trainer.TrainUntil(1, losses => first = losses);
        return first!;
    }
}
