using Gan.Training;
using Gan.Training.Data;
using Gan.Training.Evaluation;
using Gan.Training.Export;
using Gan.Training.Games;
using Gan.Training.Methods;
using static TorchSharp.torch;

namespace Gan.Tests.Training.Translation;

/// <summary>The short form of the gate 'refined-discs': simulated images come to look like real ones, and what is in them stays
/// where it is.</summary>
[TestClass]
public sealed class SimGanToyTests
{
    private const int Size = 20;

    /// <summary>Less than half as far from what the camera would have made of them, with labels that hold to half a
    /// pixel.</summary>
    [TestMethod]
    public void Refined_discs_come_near_the_camera_s_and_stay_where_they_are()
    {
        var recipe = new SimGanRecipe
        {
            FeatureMaps = 8,
            Blocks = 1,
            DiscriminatorFeatureMaps = 24,
            LearningRate = 1e-3,
            SelfRegularizationWeight = 3,
            RefinerOnlySteps = 20,
            DiscriminatorOnlySteps = 50,
            BufferSize = 256,
        };
        using var trainer = new GanTrainer(
            recipe,
            DegradedDiscs.Unpaired(500, Size, seed: 1),
            new TrainingSettings { Device = TestDevice.Name, ReportEvery = int.MaxValue }
        );
        trainer.TrainUntil(300);

        var (images, places) = DegradedDiscs.Simulated(100, Size, seed: 99);
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var translator = ((TranslationGame)trainer.Game).Translator;
        using var mode = new EvaluationMode(translator);
        int[] rows = [.. Enumerable.Range(0, images.Count)];
        var (simulated, truth) = (
            DataRows.OnDevice(images, rows, CPU),
            DataRows.OnDevice(DegradedDiscs.Spoilt(images), rows, CPU)
        );
        var refined = translator.call(simulated);
        double FromTruth(Tensor found) => (found - truth).abs().mean().item<float>() / 2;
        var (before, after) = (FromTruth(simulated), FromTruth(refined));
        Assert.IsLessThan(0.5 * before, after, $"simulated {before:F3}, refined {after:F3}");
        var drift = DegradedDiscs.Distance(DegradedDiscs.Centroids(refined.data<float>().ToArray(), Size), places);
        Assert.IsLessThan(0.5, drift);
    }
}
