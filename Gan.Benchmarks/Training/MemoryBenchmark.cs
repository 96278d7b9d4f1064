using System.CommandLine;
using System.Globalization;
using Gan.Training;
using Gan.Training.Methods;
using static TorchSharp.torch;

namespace Gan.Benchmarks.Training;

/// <summary>Whether a long training run's memory stays flat.</summary>
internal static class MemoryBenchmark
{
    /// <summary>Stands for every recipe, each small and in a process of its own.</summary>
    public const string All = "all";

    private const string ChildName = "memory-of-a-recipe";
    private const double Mebibyte = 1 << 20;

    /// <summary>Makes the command that a recipe's own process runs.</summary>
    public static Command CreateChild() =>
        OwnProcess.CreateCommand(ChildName, 2, given => Measure(given[0], long.Parse(given[1], CultureInfo.InvariantCulture)));

    /// <summary>Measures and prints.</summary>
    /// <param name="recipe">A recipe's name, for a line at every tenth of the run; or <see cref="All"/>.</param>
    /// <param name="steps">Steps to train.</param>
    public static void Run(string recipe, long steps)
    {
        if (recipe == All)
            RunAll(steps);
        else
            RunOne(RecipeCatalog.Find(recipe), steps);
    }

    private static void RunOne(Recipe recipe, long steps)
    {
        using var trainer = new GanTrainer(recipe, RecipeSamples.For(recipe), new TrainingSettings { Device = "cpu" });
        for (var i = 0; i <= 10; i++)
        {
            trainer.TrainUntil(Math.Max(Math.Min(100, steps), steps * i / 10));
            Console.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"step {trainer.Step, 6}: resident {Environment.WorkingSet / Mebibyte:F1} MiB, "
                        + $"managed {GC.GetTotalMemory(false) / Mebibyte:F1} MiB, tensors {Tensor.TotalCount}"
                )
            );
        }
    }

    private static void RunAll(long steps)
    {
        Console.WriteLine(
            $"resident MiB after each quarter of {steps:N0} steps; tensors that came between the first and the last"
        );
        foreach (var recipe in RecipeCatalog.All)
            Console.Write(OwnProcess.Run(ChildName, [recipe.Name, steps.ToString(CultureInfo.InvariantCulture)]));
    }

    private static void Measure(string name, long steps)
    {
        var recipe = RecipeSamples.Small(name);
        using var trainer = new GanTrainer(recipe, RecipeSamples.For(recipe), QuietSettings.Of(seed: 1));
        List<double> resident = [];
        List<long> tensors = [];
        for (var quarter = 1; quarter <= 4; quarter++)
        {
            trainer.TrainUntil(steps * quarter / 4);
            resident.Add(Environment.WorkingSet / Mebibyte);
            tensors.Add(Tensor.TotalCount);
        }

        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"  {name, -22} {string.Join("  ", resident.Select(r => r.ToString("F0", CultureInfo.InvariantCulture)))}"
                    + $"   tensors {tensors[^1] - tensors[0]:+0;-0;0}"
            )
        );
    }
}
