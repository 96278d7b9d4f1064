using Gan.Onnx.Bundles;
using Gan.Tests.Training.Recipes;
using Gan.Training;
using Gan.Training.Export;
using Gan.Training.Methods;

namespace Gan.Tests.Training.StackGan;

/// <summary>A bundle that makes pictures of 32 pixels of words, trained for a few steps.</summary>
internal static class StackGanBundle
{
    private static readonly Lazy<GanBundle> Made = new(() =>
    {
        var recipe = (StackGanRecipe)RecipeData.Small("stackgan") with { FirstStageSteps = 2, GeneratorAveraging = 0 };
        using var trainer = new GanTrainer(recipe, RecipeData.For(recipe), new TrainingSettings { Device = TestDevice.Name });
        trainer.TrainUntil(4);
        return BundleExporter.Export(trainer, (DateTime.UtcNow, TimeSpan.FromSeconds(1))).Bundle;
    });

    /// <summary>The bundle.</summary>
    public static GanBundle Trained => Made.Value;
}
