using System.Diagnostics;
using System.Globalization;
using Gan.Training.Data;
using SkiaSharp;

namespace Gan.Benchmarks.Pictures;

/// <summary>What opening a folder of pictures takes beside decoding the same files with the bare decoder, both on all
/// cores.</summary>
internal static class PictureFolderBenchmark
{
    private const int Side = 64;

    public static void Run(int count, int rounds)
    {
        var folder = Directory.CreateTempSubdirectory("gan-pictures-");
        try
        {
            var files = Write(folder.FullName, count);
            Console.WriteLine($"{count} pictures of {Side} x {Side}, half JPEG and half PNG; {Environment.ProcessorCount} cores");
            foreach (var size in new[] { Side, Side / 2 })
                Measure(folder.FullName, files, size, rounds);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static void Measure(string folder, string[] files, int size, int rounds)
    {
        var options = new ImageFolderOptions { Height = size, Width = size };
        var (opening, bare) = (new Cost[rounds], new Cost[rounds]);
        // The first round of each is for the files' way into the cache and for the compiler.
        for (var round = -1; round < rounds; round++)
        {
            var (ours, theirs) = (
                CostOf(() => Require(ImageFolder.Read(folder, options).Data.Count == files.Length)),
                CostOf(() => Parallel.ForEach(files, Decode))
            );
            if (round >= 0)
                (opening[round], bare[round]) = (ours, theirs);
        }

        Print($"to {size} x {size}, on the clock", opening, bare, cost => cost.Clock);
        Print($"to {size} x {size}, of processors", opening, bare, cost => cost.Processors);
    }

    private static void Print(string what, Cost[] opening, Cost[] bare, Func<Cost, double> of)
    {
        var ratios = opening.Zip(bare, (a, b) => of(a) / of(b)).ToArray();
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{what}: opening {Median(opening.Select(of)):F2} s, bare decoding {Median(bare.Select(of)):F2} s, "
                    + $"ratio {Median(ratios):F2} ({ratios.Min():F2} to {ratios.Max():F2} in {ratios.Length} rounds)"
            )
        );
    }

    private static string[] Write(string folder, int count)
    {
        var files = new string[count];
        Parallel.For(
            0,
            count,
            i =>
            {
                using var bitmap = new SKBitmap(new SKImageInfo(Side, Side, SKColorType.Rgba8888, SKAlphaType.Opaque));
                var random = new Random(i);
                var (red, green) = (random.Next(1, 9), random.Next(1, 9));
                for (var y = 0; y < Side; y++)
                {
                    for (var x = 0; x < Side; x++)
                    {
                        var noise = random.Next(16);
                        bitmap.SetPixel(
                            x,
                            y,
                            new SKColor((byte)(x * red / 2 + noise), (byte)(y * green / 2 + noise), (byte)(x + y + noise))
                        );
                    }
                }

                var jpeg = i % 2 == 0;
                using var data = bitmap.Encode(jpeg ? SKEncodedImageFormat.Jpeg : SKEncodedImageFormat.Png, 90);
                files[i] = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{i:D6}.{(jpeg ? "jpg" : "png")}"));
                File.WriteAllBytes(files[i], data.ToArray());
            }
        );
        return files;
    }

    private static void Decode(string file)
    {
        using var codec = SKCodec.Create(file);
        using var bitmap = new SKBitmap(codec.Info);
        Require(codec.GetPixels(codec.Info, bitmap.GetPixels()) == SKCodecResult.Success);
    }

    private static void Require(bool right)
    {
        if (!right)
            throw new InvalidOperationException("A picture of the benchmark was not decoded.");
    }

    private static Cost CostOf(Action work)
    {
        var (watch, before) = (Stopwatch.StartNew(), Environment.CpuUsage.TotalTime);
        work();
        return new Cost(watch.Elapsed.TotalSeconds, (Environment.CpuUsage.TotalTime - before).TotalSeconds);
    }

    /// <summary>Seconds on the clock, and of all processors, which other work on the machine hardly lengthens.</summary>
    private readonly record struct Cost(double Clock, double Processors);

    private static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
