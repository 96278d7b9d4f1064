using Gan.Training;
using Gan.Training.Data;
using Gan.Training.Games;
using Gan.Training.Methods;
using static TorchSharp.torch;

namespace Gan.Tests.Training.Translation;

/// <summary>pix2pix learns a known function of its sources, and each part of its loss does what the paper says it does.</summary>
[TestClass]
public sealed class Pix2PixTests
{
    private const int Steps = 400;

    /// <summary>The order of the paper's table 1: an adversarial loss that does not see the source, one that does, and one with
    /// the reconstruction beside it.</summary>
    [TestMethod]
    public void Seeing_the_source_helps_and_the_reconstruction_helps_more()
    {
        var small = new Pix2PixRecipe
        {
            FeatureMaps = 12,
            DiscriminatorFeatureMaps = 12,
            PatchLayers = 1,
            LearningRate = 1e-3,
            BatchSize = 8,
        };
        var blind = Error(small with { Conditional = false, ReconstructionWeight = 0 });
        var seeing = Error(small with { ReconstructionWeight = 0 });
        var whole = Error(small);
        var message = $"GAN {blind:F4}, cGAN {seeing:F4}, cGAN + L1 {whole:F4}";
        Assert.IsTrue(blind > 1.2 * seeing && seeing > 1.2 * whole, message);
        Assert.IsLessThan(0.05, whole, message);
    }

    /// <summary>The mean absolute difference from the truth of images that were not trained on, as a share of the
    /// range.</summary>
    private static double Error(Pix2PixRecipe recipe)
    {
        using var trainer = new GanTrainer(recipe, ShapePairs.Mixed(256), new TrainingSettings { Device = TestDevice.Name });
        trainer.TrainUntil(Steps);
        var test = ShapePairs.Mixed(64, seed: 99);
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        int[] rows = [.. Enumerable.Range(0, test.Count)];
        var (sources, targets) = (DataRows.OnDevice(test.SourceImages!.Images, rows, CPU), DataRows.OnDevice(test, rows, CPU));
        var translator = ((TranslationGame)trainer.Game).Translator;
        return (translator.call(sources) - targets).abs().mean().item<float>() / 2;
    }
}
