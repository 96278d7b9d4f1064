using System.Diagnostics;
using Gan.Training;
using Gan.Training.Data;
using Gan.Training.Export;
using Gan.Training.Games;
using Gan.Training.Methods;
using static TorchSharp.torch;

namespace Gan.Benchmarks.Gates;

/// <summary>One training run without pairs, measured on pairs that it has not seen.</summary>
internal static class UnpairedRun
{
    private const int Rows = 32;

    /// <summary>Trains for so many steps, or until so many seconds of the processor's time are spent, and
    /// measures.</summary>
    /// <param name="recipe">The recipe.</param>
    /// <param name="data">Images of both kinds, no pairs.</param>
    /// <param name="pairs">What is measured on.</param>
    /// <param name="seed">The run's seed.</param>
    /// <param name="steps">Steps at most.</param>
    /// <param name="seconds">Seconds at most.</param>
    public static Dictionary<string, double> Measure(
        Recipe recipe,
        Dataset data,
        Dataset pairs,
        int seed,
        long steps,
        double seconds = double.PositiveInfinity
    )
    {
        var settings = QuietSettings.Of(seed);
        using var trainer = new GanTrainer(recipe, data, settings);
        // Of this process: another one on the same cores makes no difference, and runs at once do.
        using var process = Process.GetCurrentProcess();
        var before = process.TotalProcessorTime;
        double Spent()
        {
            process.Refresh();
            return (process.TotalProcessorTime - before).TotalSeconds;
        }

        var translator = ((TranslationGame)trainer.Game).Translator;
        while (trainer.Step < steps && Spent() < seconds)
            trainer.TrainUntil(Math.Min(steps, trainer.Step + 10));
        using var mode = new EvaluationMode(translator);
        var (l1, psnr) = Difference(pairs, images => translator.call(images));
        return new Dictionary<string, double>
        {
            ["L1"] = l1,
            ["PSNR"] = psnr,
            ["steps"] = trainer.Step,
        };
    }

    /// <summary>How far what becomes of the sources is from the targets: the mean absolute difference as a share of the range,
    /// and the mean over images of the PSNR in dB.</summary>
    public static (double L1, double Psnr) Difference(Dataset pairs, Func<Tensor, Tensor> translate)
    {
        using var noGrad = no_grad();
        var (l1, psnr) = (0.0, 0.0);
        for (var first = 0; first < pairs.Count; first += Rows)
        {
            using var scope = NewDisposeScope();
            int[] rows = [.. Enumerable.Range(first, Math.Min(Rows, pairs.Count - first))];
            var (source, target) = (
                DataRows.OnDevice(pairs.SourceImages!.Images, rows, CPU),
                DataRows.OnDevice(pairs, rows, CPU)
            );
            var difference = (translate(source) - target) / 2;
            l1 += difference.abs().mean([1, 2, 3]).sum().item<float>();
            psnr -= 10 * difference.square().mean([1, 2, 3]).clamp_min(1e-10).log10().sum().item<float>();
        }

        return (l1 / pairs.Count, psnr / pairs.Count);
    }
}
