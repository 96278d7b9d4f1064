using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using Gan.Training;
using Gan.Training.Evaluation;
using static TorchSharp.torch;

namespace Gan.Benchmarks.Evaluation;

/// <summary><c>evaluation</c>: what the metrics cost on features as wide as Inception's, beside numpy and scipy for the matrix
/// root.</summary>
internal static class EvaluationBenchmark
{
    private const int Size = 2048,
        Samples = 4096;
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public static void Run(int rounds, int threads, bool peer, string? jsonFile)
    {
        set_num_threads(threads);
        Console.WriteLine($"{Samples} x {Size} features of each kind, {threads} threads, {rounds} rounds, median (best)");
        var (real, generated) = (Draw(1), Draw(2));
        var (first, second) = (GaussianStatistics.Of(real), GaussianStatistics.Of(generated));
        var rows = new List<EvaluationRow>
        {
            Measure(
                "trace of the covariances' root",
                rounds,
                () => FrechetDistance.TraceOfRoot(first.Covariance, second.Covariance, Size)
            ),
            Measure("mean and covariance of a set", rounds, () => GaussianStatistics.Of(real).Mean[0]),
            Measure("kernel distance, a subset of 1,000", rounds, () => KernelDistance.Between(real, generated, subsets: 1).Mean),
            Measure("precision and recall", rounds, () => PrecisionRecall.Of(real, generated).F1),
            Measure("density and coverage", rounds, () => DensityCoverage.Of(real, generated).Coverage),
        };
        if (peer)
            rows.AddRange(Peer(first.Covariance, second.Covariance));
        if (jsonFile is not null)
            AtomicFile.WriteText(jsonFile, JsonSerializer.Serialize(rows, Json));
    }

    /// <summary>Features whose covariance has a long tail, as those of networks have.</summary>
    private static FeatureMatrix Draw(ulong seed)
    {
        using var scope = NewDisposeScope();
        using var random = new Generator(seed, CPU);
        using var mixer = new Generator(9, CPU);
        var spread = arange(1, Size + 1).to(ScalarType.Float32).pow(-0.5);
        var mixing = randn([Size, Size], generator: mixer) / Math.Sqrt(Size);
        return new FeatureMatrix((randn([Samples, Size], generator: random) * spread).mm(mixing).data<float>().ToArray(), Size);
    }

    private static EvaluationRow Measure(string what, int rounds, Func<double> measure)
    {
        var value = measure();
        double[] seconds =
        [
            .. Enumerable
                .Range(0, rounds)
                .Select(_ =>
                {
                    var clock = Stopwatch.StartNew();
                    measure();
                    return clock.Elapsed.TotalSeconds;
                })
                .Order(),
        ];
        return Show(new EvaluationRow(what, seconds[rounds / 2], seconds[0], value));
    }

    private static List<EvaluationRow> Peer(double[] first, double[] second)
    {
        var file = Path.GetTempFileName();
        try
        {
            using (var stream = File.OpenWrite(file))
            {
                stream.Write(MemoryMarshal.AsBytes(first.AsSpan()));
                stream.Write(MemoryMarshal.AsBytes(second.AsSpan()));
            }

            var start = new ProcessStartInfo(File.Exists("/usr/bin/python3") ? "/usr/bin/python3" : "python3")
            {
                RedirectStandardOutput = true,
            };
            foreach (
                var argument in new[]
                {
                    Path.Combine(AppContext.BaseDirectory, "Evaluation", "evaluation_peer.py"),
                    file,
                    $"{Size}",
                }
            )
                start.ArgumentList.Add(argument);
            using var process = Process.Start(start)!;
            var rows = new List<EvaluationRow>();
            while (process.StandardOutput.ReadLine() is { } line)
            {
                if (line.Split('\t') is not [var what, var seconds, var value])
                    continue;
                var took = double.Parse(seconds, CultureInfo.InvariantCulture);
                rows.Add(Show(new EvaluationRow(what, took, took, double.Parse(value, CultureInfo.InvariantCulture))));
            }

            process.WaitForExit();
            return rows;
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static EvaluationRow Show(EvaluationRow row)
    {
        Console.WriteLine(
            string.Create(CultureInfo.InvariantCulture, $"  {row.What}: {row.Seconds:F2} s ({row.Best:F2}), {row.Value:G9}")
        );
        return row;
    }
}

/// <summary>What one way of measuring took.</summary>
/// <param name="What">What was measured, and by whom.</param>
/// <param name="Seconds">The median of the rounds, or the only one.</param>
/// <param name="Best">The fastest round.</param>
/// <param name="Value">What came out.</param>
internal sealed record EvaluationRow(string What, double Seconds, double Best, double Value);
