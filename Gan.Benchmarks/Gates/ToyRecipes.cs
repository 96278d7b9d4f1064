using Gan.Training.Recipes;

namespace Gan.Benchmarks.Gates;

/// <summary>The recipes' settings for samples in the plane.</summary>
internal static class ToyRecipes
{
    /// <summary>R3GAN, sized for the plane.</summary>
    public static R3GanRecipe Recommended { get; } = new()
    {
        LatentSize = 2, BatchSize = 256, Hidden = [128, 128, 128], Gamma = 0.02, GeneratorLearningRate = 1e-3, DiscriminatorLearningRate = 1e-3,
        GeneratorAveraging = 0.995, Beta2 = 0.99,
    };
}
