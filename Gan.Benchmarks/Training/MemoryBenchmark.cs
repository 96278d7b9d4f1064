using System.Globalization;
using Gan.Training;
using Gan.Training.Data;
using Gan.Training.Methods;
using static TorchSharp.torch;

namespace Gan.Benchmarks.Training;

/// <summary>Whether a long training run's memory stays flat.</summary>
internal static class MemoryBenchmark
{
    private const double Mebibyte = 1 << 20;

    public static void Run(long steps)
    {
        using var trainer = new GanTrainer(new DcganRecipe(), DigitsDataset.Load(), new TrainingSettings { Device = "cpu" });
        for (var i = 0; i <= 10; i++)
        {
            trainer.TrainUntil(Math.Max(100, steps * i / 10));
            Console.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"step {trainer.Step, 6}: resident {Environment.WorkingSet / Mebibyte:F1} MiB, "
                        + $"managed {GC.GetTotalMemory(false) / Mebibyte:F1} MiB, tensors {Tensor.TotalCount}"
                )
            );
        }
    }
}
