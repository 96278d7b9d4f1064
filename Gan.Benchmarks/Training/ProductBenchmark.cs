using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Gan.Onnx;
using Gan.Training.Native;
using static TorchSharp.torch;

namespace Gan.Benchmarks.Training;

/// <summary>A linear layer by libtorch and by oneDNN, which says from what size on the second is worth calling.</summary>
internal static class ProductBenchmark
{
    private const int Repetitions = 50;

    private static readonly (int Rows, int Inputs, int Outputs)[] Sizes =
    [
        (64, 64, 64),
        (64, 128, 128),
        (64, 192, 192),
        (64, 256, 256),
        (64, 784, 512),
        (256, 1024, 1024),
        (500, 64, 64),
        (500, 256, 256),
    ];

    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        var threads = NumberOption.Create("--threads", "Threads of both.", 1, 1);
        var rounds = NumberOption.Create("--rounds", "Rounds of each, in turns.", 9, 1);
        var command = new Command("products", "A linear layer by libtorch's own choice of library and by oneDNN, in turns.")
        {
            threads,
            rounds,
        };
        command.SetAction(result => Run(result.GetValue(threads), result.GetValue(rounds)));
        return command;
    }

    private static void Run(int threads, int rounds)
    {
        TorchLibrary.Load();
        if (!OneDnnProduct.IsThere)
            throw new GanException(
                "There is nothing to compare: oneDNN's products are there on Linux, for processors with AVX-512, unless "
                    + "ONEDNN_MAX_CPU_ISA forbids it."
            );
        set_num_threads(threads);
        Console.WriteLine(
            $"rows x inputs x outputs on {threads} threads, milliseconds by libtorch and by oneDNN: without, with gradients"
        );
        foreach (var (rows, inputs, outputs) in Sizes)
        {
            using var scope = NewDisposeScope();
            var (input, weight, bias) = (randn(rows, inputs), randn(outputs, inputs), zeros(outputs));
            var without = Compare(rounds, layer => layer(input, weight, bias).Dispose());
            foreach (var tensor in new[] { input, weight, bias })
                tensor.requires_grad_().grad = zeros_like(tensor);
            var with = Compare(
                rounds,
                layer =>
                {
                    using var step = NewDisposeScope();
                    layer(input, weight, bias).sum().backward();
                }
            );
            var multiplications = (long)rows * inputs * outputs / 1e6;
            Console.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"  {rows} x {inputs} x {outputs} ({multiplications:F1} M): {without.Libtorch:F3} {without.OneDnn:F3}, "
                        + $"{with.Libtorch:F3} {with.OneDnn:F3}"
                )
            );
        }
    }

    /// <summary>The fastest round of each.</summary>
    private static (double Libtorch, double OneDnn) Compare(int rounds, Action<Func<Tensor, Tensor, Tensor?, Tensor>> work)
    {
        var (libtorch, oneDnn) = (double.MaxValue, double.MaxValue);
        // The first round is for warming up.
        for (var round = 0; round <= rounds; round++)
        {
            var (one, other) = (Time(nn.functional.linear), Time(OneDnnProduct.LinearByOneDnn));
            if (round > 0)
                (libtorch, oneDnn) = (Math.Min(libtorch, one), Math.Min(oneDnn, other));
        }

        return (libtorch, oneDnn);

        double Time(Func<Tensor, Tensor, Tensor?, Tensor> layer)
        {
            var started = Stopwatch.GetTimestamp();
            for (var i = 0; i < Repetitions; i++)
            {
                using var scope = NewDisposeScope();
                work(layer);
            }

            return Stopwatch.GetElapsedTime(started).TotalMilliseconds / Repetitions;
        }
    }
}
