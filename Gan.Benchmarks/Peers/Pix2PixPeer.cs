using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Gan.Benchmarks.Gates;
using Gan.Onnx;
using Gan.Training.Data;
using Gan.Training.Methods;
using static TorchSharp.torch;

namespace Gan.Benchmarks.Peers;

/// <summary>pix2pix in Python's torch: the published network at the same width, on the same pairs, for as many steps.</summary>
internal static class Pix2PixPeer
{
    /// <summary>How far its translations of test sources are from their targets, the mean absolute difference as a share of the
    /// range and the PSNR in dB; null where there is no Python with torch.</summary>
    /// <param name="training">Pairs to learn from.</param>
    /// <param name="test">Pairs to measure on.</param>
    /// <param name="recipe">Feature maps, batch size and learning rate.</param>
    /// <param name="steps">How many steps.</param>
    /// <param name="seed">Its seed.</param>
    public static (double L1, double Psnr)? Measure(Dataset training, Dataset test, Pix2PixRecipe recipe, int steps, int seed)
    {
        if (!PythonTorch.IsThere())
            return null;
        var folder = Directory.CreateTempSubdirectory("gan-pix2pix-").FullName;
        try
        {
            Write(training.SourceImages!.Images, Path.Combine(folder, "sources.f32"));
            Write(training, Path.Combine(folder, "targets.f32"));
            Write(test.SourceImages!.Images, Path.Combine(folder, "test.f32"));
            double[] numbers = [test.Shape[1], steps, recipe.BatchSize, recipe.FeatureMaps, recipe.LearningRate, seed];
            using var python = Process.Start(
                new ProcessStartInfo(
                    PythonTorch.Interpreter,
                    [
                        Path.Combine(AppContext.BaseDirectory, "Peers", "pix2pix_peer.py"),
                        folder,
                        .. numbers.Select(n => n.ToString(CultureInfo.InvariantCulture)),
                    ]
                )
            )!;
            python.WaitForExit();
            if (python.ExitCode != 0)
                throw new GanException("Python's torch did not train pix2pix; it says above why.");
            var values = MemoryMarshal.Cast<byte, float>(File.ReadAllBytes(Path.Combine(folder, "translated.f32"))).ToArray();
            using var translated = tensor(values, [test.Count, .. test.Shape.Select(n => (long)n)]);
            var first = 0L;
            return UnpairedRun.Difference(
                test,
                images => translated.narrow(0, (first += images.shape[0]) - images.shape[0], images.shape[0])
            );
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Write(Dataset images, string file)
    {
        using var scope = NewDisposeScope();
        var values = DataRows.OnDevice(images, [.. Enumerable.Range(0, images.Count)], CPU).data<float>().ToArray();
        File.WriteAllBytes(file, MemoryMarshal.AsBytes<float>(values).ToArray());
    }
}
