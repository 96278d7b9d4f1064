using System.Diagnostics;
using Gan.MLNet;
using Gan.Onnx.Bundles;
using Gan.Onnx.Inference;
using Gan.Training.Tables;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Gan.Benchmarks.Rows;

/// <summary>Lazy rows in ML.NET, and ways to write them.</summary>
internal static class RowSource
{
    private const int Width = 64;

    /// <summary>The rows: generated ones of a table, generated vectors, and vectors with their scores.</summary>
    public static IReadOnlyList<string> Names { get; } = ["table", "vectors", "scores"];

    /// <summary>The ways: as Parquet, and as ML.NET's text and binary files.</summary>
    public static IReadOnlyList<string> Formats { get; } = ["parquet", "text", "binary"];

    /// <summary>Writes rows and measures this process, which did nothing before.</summary>
    public static RowsResult Measure(string source, string format, string models, int count, string path)
    {
        var clock = Stopwatch.StartNew();
        var ml = new MLContext(seed: 1);
        var settings = new SessionSettings { Threads = 1 };
        switch (source)
        {
            case "table":
                using (
                    var rows = ml.Data.GenerateTableWithGan(
                        GanBundle.Load(Path.Combine(models, "credit-g")),
                        count,
                        settings: settings
                    )
                )
                    Write(ml, rows, format, path);
                break;
            case "vectors":
                using (
                    var rows = ml.Data.GenerateWithGan(
                        GanBundle.Load(Path.Combine(models, "digits-dcgan")),
                        count,
                        options: new GeneratorOptions { Settings = settings }
                    )
                )
                    Write(ml, rows, format, path);
                break;
            default:
                var vectors = ml.Data.LoadFromEnumerable(Vectors(count));
                var options = new AnomalyScorerOptions { Settings = settings };
                var bundle = GanBundle.Load(Path.Combine(models, "digits-dcgan"));
                using (var scorer = ml.Transforms.ApplyGanAnomalyScorer(bundle, options).Fit(vectors))
                    Write(ml, scorer.Transform(vectors), format, path);
                break;
        }

        var seconds = clock.Elapsed.TotalSeconds;
        using var process = Process.GetCurrentProcess();
        return new RowsResult
        {
            Source = source,
            Format = format,
            Rows = count,
            Seconds = seconds,
            ProcessorSeconds = process.TotalProcessorTime.TotalSeconds,
            PeakMebibytes = process.PeakWorkingSet64 / (double)(1 << 20),
            Bytes = File.Exists(path) ? new FileInfo(path).Length : 0,
        };
    }

    private static void Write(MLContext ml, IDataView rows, string format, string path)
    {
        switch (format)
        {
            case "parquet":
                ml.Data.SaveAsParquet(rows, path);
                break;
            case "text":
                using (var file = File.Create(path))
                    ml.Data.SaveAsText(rows, file, separatorChar: ',', schema: false);
                break;
            default:
                using (var file = File.Create(path))
                    ml.Data.SaveAsBinary(rows, file);
                break;
        }
    }

    private static IEnumerable<Vector> Vectors(int count)
    {
        var (random, row) = (new Random(1), new Vector());
        for (var i = 0; i < count; i++)
        {
            for (var place = 0; place < Width; place++)
                row.Features[place] = random.Next(17);
            yield return row;
        }
    }

    private sealed class Vector
    {
        [VectorType(1, 8, 8)]
        public float[] Features { get; } = new float[Width];
    }
}
