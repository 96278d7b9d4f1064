using System.Globalization;
using Gan.Training;
using Gan.Training.Evaluation;
using Gan.Training.Games;
using Gan.Training.Methods;
using Gan.Training.Schedules;
using static TorchSharp.torch;

namespace Gan.Benchmarks.Gates;

/// <summary>One training run on a Gaussian mixture.</summary>
internal static class ToyRun
{
    /// <summary>Rows of the training set, as in the PacGAN code.</summary>
    public const int TrainingRows = 100_000;

    /// <summary>Samples that modes are counted on.</summary>
    public const int Samples = 2500;

    /// <summary>Trains, and counts modes.</summary>
    /// <param name="recipe">What to train.</param>
    /// <param name="mixture">On what.</param>
    /// <param name="steps">Steps of the generator.</param>
    /// <param name="seed">Of the rows, the run and the samples that are counted.</param>
    /// <param name="kept">Where a run of hours is kept (<see cref="KeptTraining"/>); null for runs of minutes.</param>
    public static IReadOnlyDictionary<string, double> Measure(
        LatentRecipe recipe,
        GaussianMixture mixture,
        int steps,
        int seed,
        string? kept = null
    )
    {
        var settings = QuietSettings.Of(seed);
        using var trainer = new GanTrainer(recipe, mixture.Sample(TrainingRows, seed), settings);
        var latents = Latents(recipe, seed);
        KeptTraining.Run(trainer, steps, kept, () => Describe(Count(trainer, mixture, latents)));
        var found = Count(trainer, mixture, latents);
        return new Dictionary<string, double>
        {
            ["modes"] = found.Covered,
            ["high quality"] = found.HighQuality,
            ["reverse KL"] = found.ReverseDivergence,
        };
    }

    private static string Describe(ModeCoverage found) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{found.Covered} modes, high quality {found.HighQuality:F3}, reverse KL {found.ReverseDivergence:F3}"
        );

    private static ModeCoverage Count(GanTrainer trainer, GaussianMixture mixture, float[] latents) =>
        mixture.Coverage(((LatentGame)trainer.Game).Sample(latents));

    private static float[] Latents(LatentRecipe recipe, int seed)
    {
        using var scope = NewDisposeScope();
        using var random = new Generator((ulong)seed + 1_000_000, CPU);
        return randn([Samples, recipe.LatentSize], generator: random).data<float>().ToArray();
    }
}

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
            Beta2 = 0.99,
            GeneratorLearningRate = 1e-3,
            DiscriminatorLearningRate = 1e-3,
            GeneratorAveraging = 0.995,
            LearningRateSchedule = Schedule.Cosine(1, 0.02, Steps),
        };
}
