using Gan.Onnx;
using Gan.Training;
using Gan.Training.Detection;
using Gan.Training.Methods;

namespace Gan.Benchmarks.Anomaly;

/// <summary>Every method that is compared, with one setting for all sets.</summary>
internal static class AnomalyMethods
{
    /// <summary>The share that thresholds call abnormal.</summary>
    public const double Contamination = 0.05;

    private static readonly IReadOnlyList<int> Small = [64, 64];

    /// <summary>All methods; the recommended one first, baselines last.</summary>
    public static IReadOnlyList<IAnomalyMethod> All { get; } =
    [
        Gan("one-class-gan", new OneClassGanRecipe()),
        new GanMethod(
            "one-class-gan-x5",
            new DetectorOptions
            {
                Recipe = new OneClassGanRecipe(),
                Contamination = Contamination,
                Members = 5,
            }
        ),
        Gan("one-class-gan-k20", new OneClassGanRecipe { Neighbour = 20 }),
        Gan("f-anogan-izif", new FAnoGanRecipe { Hidden = Small }),
        Gan("f-anogan-izi", new FAnoGanRecipe { Hidden = Small, Kappa = 0 }),
        Gan("bigan", new BiGanRecipe { Hidden = Small }),
        Gan("alad", new AladRecipe { Hidden = Small }),
        Gan("ganomaly", new GanomalyRecipe { Hidden = Small }),
        Gan(
            "began",
            new BeganRecipe
            {
                Hidden = Small,
                CodeSize = 8,
                GeneratorLearningRate = 1e-3,
                DiscriminatorLearningRate = 1e-3,
                BatchSize = 64,
            }
        ),
        Gan(
            "discriminator",
            new R3GanRecipe
            {
                Hidden = Small,
                LatentSize = 16,
                Beta2 = 0.99,
                GeneratorLearningRate = 1e-3,
                DiscriminatorLearningRate = 1e-3,
            }
        ),
        new KnnMethod("knn", 5, Contamination),
        new KnnMethod("knn-k20", 20, Contamination),
        new PcaMethod(Contamination),
    ];

    /// <summary>The method of a name.</summary>
    public static IAnomalyMethod Find(string name) =>
        All.FirstOrDefault(m => string.Equals(m.Name, name, StringComparison.OrdinalIgnoreCase))
        ?? throw new GanException(
            $"There is no method '{name}'. Did you mean '{NearestName.Find(name, All.Select(m => m.Name))}'? Methods: "
                + $"{string.Join(", ", All.Select(m => m.Name))}."
        );

    private static GanMethod Gan(string name, Recipe recipe) =>
        new(name, new DetectorOptions { Recipe = recipe, Contamination = Contamination });
}
