using Gan.Training.Methods;
using Gan.Training.Schedules;

namespace Gan.Benchmarks.Gates;

/// <summary>The recipes' settings for samples in the plane.</summary>
internal static class ToyRecipes
{
    /// <summary>Generator updates of a run.</summary>
    public const int Steps = 15_000;

    /// <summary>R3GAN, sized for the plane; the learning rates fall towards the end, so that the last steps settle.</summary>
    public static R3GanRecipe Recommended { get; } =
        new()
        {
            LatentSize = 2,
            BatchSize = 256,
            Hidden = [128, 128, 128],
            Gamma = 0.02,
            GeneratorLearningRate = 1e-3,
            DiscriminatorLearningRate = 1e-3,
            GeneratorAveraging = 0.995,
            LearningRateSchedule = new CosineSchedule(1, 0.02, Steps),
        };
}
