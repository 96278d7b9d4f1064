using Gan.Onnx;
using Gan.Onnx.Bundles;
using Gan.Onnx.Inference;
using Gan.Tests.Cli;
using Gan.Tests.Onnx;
using Gan.Training;
using Gan.Training.Export;
using Gan.Training.Games;
using Gan.Training.Methods;
using Gan.Training.Native;
using static TorchSharp.torch;

namespace Gan.Tests.Training.SuperResolution;

/// <summary>Weights between those of the first stage and those of the second.</summary>
[TestClass]
public sealed class NetworkInterpolationTests
{
    private static readonly (DateTime, TimeSpan) Provenance = (DateTime.UtcNow, TimeSpan.Zero);

    [ClassInitialize]
    public static void Load(TestContext _) => TorchLibrary.Load();

    [TestMethod]
    public void The_ends_are_the_two_networks_to_the_bit_and_the_middle_is_the_mean_of_their_weights()
    {
        using var trainer = Trained();
        var after = BundleExporter.Export(trainer, Provenance).Bundle;
        var before = BundleExporter.ExportFurther(trainer, Provenance)["psnr"];
        var image = Enumerable.Range(0, 3 * 8 * 8).Select(i => (float)(i * 37 % 256)).ToArray();
        CollectionAssert.AreNotEqual(Translate(before, image), Translate(after, image));
        CollectionAssert.AreEqual(Translate(before, image), Translate(NetworkInterpolation.Between(before, after, 0), image));
        CollectionAssert.AreEqual(Translate(after, image), Translate(NetworkInterpolation.Between(before, after, 1), image));
        CollectionAssert.AreEqual(
            after.GetModel(GanBundle.TranslatorFile).ToArray(),
            NetworkInterpolation.Between(before, after, 1).GetModel(GanBundle.TranslatorFile).ToArray()
        );

        // The proof of an export, of the network whose weights are the mean.
        var middle = NetworkInterpolation.Between(before, after, 0.5);
        var kept = trainer.Game.Parts.OfType<StageResult>().Single().Network;
        var network = ((TranslationGame)trainer.Game).Translator;
        using (no_grad())
        {
            foreach (var (now, then) in network.parameters().Zip(kept.parameters()))
                now.lerp_(then, 0.5);
        }

        Assert.IsNotEmpty(BundleExporter.Compare(trainer, middle));
        Assert.ThrowsExactly<GanException>(() => BundleExporter.Compare(trainer, after));
        var said = middle.Manifest.Metrics.Single();
        Assert.AreEqual(("interpolation", 0.5), (said.Name, said.Value));
        Assert.AreEqual(
            "weights between those of ESRGAN after 9 steps with seed 1 (0) and those of ESRGAN after 9 steps with seed 1 (1)",
            said.Protocol
        );
    }

    [TestMethod]
    public void The_first_stage_is_kept_as_it_ended_through_checkpoints()
    {
        using var folder = new TestFolder();
        var recipe = Recipe with { PsnrSteps = 2 };
        using var whole = Trainer(recipe);
        whole.TrainUntil(2);
        var atTheEnd = BundleExporter.Export(whole, Provenance).Bundle;
        Assert.IsEmpty(BundleExporter.ExportFurther(whole, Provenance));
        whole.TrainUntil(4);
        whole.SaveCheckpoint(folder["checkpoint.zip"]);
        using var resumed = Trainer(recipe);
        resumed.LoadCheckpoint(folder["checkpoint.zip"]);
        resumed.TrainUntil(5);
        foreach (var trainer in new[] { whole, resumed })
            CollectionAssert.AreEqual(
                atTheEnd.GetModel(GanBundle.TranslatorFile).ToArray(),
                BundleExporter.ExportFurther(trainer, Provenance)["psnr"].GetModel(GanBundle.TranslatorFile).ToArray()
            );
        using var without = Trainer(recipe with { PsnrSteps = 0 });
        without.TrainUntil(1);
        Assert.IsEmpty(BundleExporter.ExportFurther(without, Provenance));
    }

    [TestMethod]
    public void Other_networks_are_refused_in_words()
    {
        using var trainer = Trained();
        var bundle = BundleExporter.Export(trainer, Provenance).Bundle;
        using var wider = Trainer(Recipe with { FeatureMaps = 5 });
        wider.TrainUntil(1);
        Refused("have other layers, or layers of another size", BundleExporter.Export(wider, Provenance).Bundle, 0.5);
        Refused("holds discriminator.onnx, generator.onnx; only", TinyBundle.Make([3, 8, 8]), 0.5);
        Refused("The share of the second network is 1.5", bundle, 1.5);
        GanBundle Half() => BundleExporter.Export(trainer, Provenance, halfPrecisionWeights: true).Bundle;
        bundle = Half();
        trainer.TrainUntil(10);
        Refused("hold weights of 16 bits", Half(), 0.5);

        void Refused(string expected, GanBundle other, double alpha) =>
            Assert.Contains(
                expected,
                Assert.ThrowsExactly<GanException>(() => NetworkInterpolation.Between(bundle, other, alpha)).Message
            );
    }

    [TestMethod]
    public void The_command_writes_a_bundle()
    {
        using var folder = new TestFolder();
        using (var trainer = Trained())
        {
            BundleExporter.Export(trainer, Provenance).Bundle.Save(folder["after"]);
            BundleExporter.ExportFurther(trainer, Provenance)["psnr"].Save(folder["before"]);
        }

        var (code, _, errors) = GanInProcess.Run(
            "blend",
            folder["before"],
            folder["after"],
            "--alpha",
            "0.25",
            "--out",
            folder["between"]
        );
        Assert.AreEqual(0, code, errors);
        Assert.AreEqual(0.25, GanBundle.Load(folder["between"]).Manifest.Metrics.Single().Value);
        GanInProcess.Refuses(
            ["blend", folder["before"], folder["after"], "--alpha", "2", "--out", folder["other"]],
            "The option --alpha is 2; it must be from 0 to 1."
        );
    }

    private static EsrganRecipe Recipe => SuperResolutionGameTests.Small() with { PsnrSteps = 5, GeneratorAveraging = 0.5 };

    private static float[] Translate(GanBundle bundle, float[] image)
    {
        using var session = new TranslatorSession(bundle);
        var result = new float[3 * 16 * 16];
        session.Translate(image, 8, 8, result);
        return result;
    }

    private static GanTrainer Trained()
    {
        var trainer = Trainer(Recipe);
        trainer.TrainUntil(9);
        return trainer;
    }

    private static GanTrainer Trainer(EsrganRecipe recipe) =>
        new(recipe, SuperResolutionGameTests.Waves(20, seed: 12), new TrainingSettings { Device = TestDevice.Name });
}
