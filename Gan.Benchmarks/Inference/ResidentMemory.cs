using System.Globalization;
using Gan.Onnx.Bundles;
using Gan.Onnx.Inference;

namespace Gan.Benchmarks.Inference;

/// <summary>Resident memory of a process that does nothing but run a session; this program starts itself for it.</summary>
internal static class ResidentMemory
{
    /// <summary>The command, for this program alone.</summary>
    public const string CommandName = "inference-memory";

    private const double Mebibyte = 1 << 20;

    /// <summary>Before the bundle is loaded and after the session ran a full batch a few times, in MiB.</summary>
    public static double[] Measure(GanBundle bundle, bool generates)
    {
        var folder = Directory.CreateTempSubdirectory("gan-memory-").FullName;
        try
        {
            bundle.Save(Path.Combine(folder, "bundle"));
            var text = OwnProcess.Run(CommandName, [Path.Combine(folder, "bundle"), $"{generates}"]);
            return [.. text.Split(' ').Select(number => double.Parse(number, CultureInfo.InvariantCulture))];
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>What that process does.</summary>
    public static void Report(string folder, bool generates)
    {
        var before = Environment.WorkingSet / Mebibyte;
        var bundle = GanBundle.Load(folder);
        using var session = new RowSession(bundle, generates, new SessionSettings());
        var rows = new SessionSettings().BatchSize;
        var sampleSize = bundle.Manifest.Data.Shape.Aggregate(1, (product, n) => product * n);
        var (width, resultWidth) = generates ? (bundle.Manifest.Latent!.Size, sampleSize) : (sampleSize, 1);
        float[] given = new float[rows * width],
            result = new float[rows * resultWidth];
        for (var i = 0; i < 5; i++)
            session.Run(given, result);
        Console.Write(string.Create(CultureInfo.InvariantCulture, $"{before:F1} {Environment.WorkingSet / Mebibyte:F1}"));
    }
}
