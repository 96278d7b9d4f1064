using Gan.Training;
using Gan.Training.Data;
using Gan.Training.Evaluation;
using Gan.Training.Export;
using Gan.Training.Games;
using Gan.Training.Methods;
using Gan.Training.Schedules;
using static TorchSharp.torch;

namespace Gan.Tests.Training.Translation;

/// <summary>The short form of the gate 'discs': without pairs a translator finds out which colour becomes which.</summary>
[TestClass]
public sealed class UnpairedToyTests
{
    private const int Steps = 150;

    /// <summary>Less than half as far from the truth as the sources are, on images that were not trained on.</summary>
    [TestMethod]
    public void CycleGAN_finds_the_colours_of_the_other_kind()
    {
        var recipe = new CycleGanRecipe
        {
            FeatureMaps = 8,
            DiscriminatorFeatureMaps = 16,
            Blocks = 1,
            PatchLayers = 0,
            BatchSize = 8,
            LearningRate = 1e-3,
            LearningRateSchedule = Schedule.Hold(Steps / 2, Steps / 2),
        };
        var pairs = ColouredDiscs.Pairs(64, 16, seed: 99);
        using var trainer = new GanTrainer(
            recipe,
            ColouredDiscs.Unpaired(500, 16, seed: 1),
            new TrainingSettings { Device = TestDevice.Name, ReportEvery = int.MaxValue }
        );
        trainer.TrainUntil(Steps);
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var translator = ((TranslationGame)trainer.Game).Translator;
        using var mode = new EvaluationMode(translator);
        int[] rows = [.. Enumerable.Range(0, pairs.Count)];
        var (sources, targets) = (DataRows.OnDevice(pairs.SourceImages!.Images, rows, CPU), DataRows.OnDevice(pairs, rows, CPU));
        double Error(Tensor images) => (images - targets).abs().mean().item<float>() / 2;
        var (copied, translated) = (Error(sources), Error(translator.call(sources)));
        Assert.IsLessThan(0.5 * copied, translated, $"copying {copied:F3}, translated {translated:F3}");
    }
}
