using System.Diagnostics;
using System.Globalization;
using Gan.Onnx.Bundles;
using Gan.Onnx.Inference;
using Gan.Training.Data;
using Gan.Training.Detection;

namespace Gan.Benchmarks.Anomaly;

/// <summary>How long detectors take to train on 10,000 rows of 30 columns, and to score 100,000.</summary>
internal static class DetectorSpeed
{
    private const int TrainingRows = 10_000,
        ScoredRows = 100_000,
        Columns = 30,
        Factors = 6;
    private const double MostTrainingSeconds = 120,
        MostScoringSeconds = 2;

    public static int Run(IReadOnlyList<IAnomalyMethod> methods)
    {
        var data = Table(TrainingRows, seed: 1);
        var rows = Table(ScoredRows, seed: 2).Samples;
        var scores = new float[ScoredRows];
        Console.WriteLine(
            $"{TrainingRows:N0} rows of {Columns} columns; {Environment.ProcessorCount} cores\n\n| method | training, s | "
                + $"scoring {ScoredRows:N0} rows, s | scoring, s of CPU |\n|---|---|---|---|"
        );
        var passed = true;
        foreach (var method in methods.OfType<GanMethod>())
        {
            var clock = Stopwatch.StartNew();
            var fit = AnomalyDetector.Fit(data, method.Options);
            var training = clock.Elapsed.TotalSeconds;
            using var session = new DiscriminatorSession(fit.Bundle);
            session.Score(rows.Span[..(256 * Columns)], scores.AsSpan(0, 256));
            clock.Restart();
            var before = Environment.CpuUsage.TotalTime;
            session.Score(rows.Span, scores);
            var scoring = clock.Elapsed.TotalSeconds;
            var processor = (Environment.CpuUsage.TotalTime - before).TotalSeconds;
            passed &= training < MostTrainingSeconds && scoring < MostScoringSeconds;
            Console.WriteLine(
                string.Create(CultureInfo.InvariantCulture, $"| {method.Name} | {training:F1} | {scoring:F2} | {processor:F2} |")
            );
        }

        Console.WriteLine(
            $"\n{(passed ? "PASS" : "MISS")}: training under {MostTrainingSeconds} s, scoring under {MostScoringSeconds} s"
        );
        return passed ? 0 : 1;
    }

    /// <summary>Columns that are mixtures of a few hidden factors, with noise.</summary>
    private static Dataset Table(int count, int seed)
    {
        var (mixing, random) = (new Random(0), new Random(seed));
        var weights = Enumerable.Range(0, Factors * Columns).Select(_ => mixing.NextSingle() * 2 - 1).ToArray();
        var samples = new float[count * Columns];
        var factors = new float[Factors];
        for (var row = 0; row < count; row++)
        {
            for (var f = 0; f < Factors; f++)
                factors[f] = random.NextSingle() * 2 - 1;
            for (var c = 0; c < Columns; c++)
            {
                var sum = 0.1f * random.NextSingle();
                for (var f = 0; f < Factors; f++)
                    sum += factors[f] * weights[f * Columns + c];
                samples[row * Columns + c] = sum;
            }
        }

        return new Dataset(
            "mixtures",
            [Columns],
            samples,
            null,
            new ValueRange { Minimum = -Factors - 1, Maximum = Factors + 1 }
        );
    }
}
