using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Gan.Training;
using Gan.Training.Evaluation;
using static TorchSharp.torch;

namespace Gan.Benchmarks.Anomaly;

/// <summary><c>anomaly</c>: detectors beside nearest neighbours, PCA and what is published, on tables and pictures with
/// labels.</summary>
internal static class AnomalyCommand
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };
    private static readonly Lock Output = new();

    public static Command Create()
    {
        var data = new Option<string>("--data")
        {
            Description = "A folder with NAME.csv or NAME.csv.gz, last column 'label', or with folders of pictures.",
            DefaultValueFactory = _ => ".",
        };
        var set = new Option<string?>("--set")
        {
            Description =
                $"One set by its file's name, or kdd99, {string.Join(", ", LabelledImages.Names)}; the ten sets with published "
                + "results when left out.",
        };
        var features = new Option<string?>("--features")
        {
            Description = "A feature network, whose features take the place of pictures' pixels.",
        };
        var seeds = NumberOption.Create("--seeds", "Seeds of splits and training.", 3, 1);
        var method = new Option<string?>("--method")
        {
            Description = $"One or more, by comma: {string.Join(", ", AnomalyMethods.All.Select(m => m.Name))}.",
        };
        var rows = NumberOption.Create("--rows", "Training rows at most.", 5000, 1);
        var contamination = new Option<double>("--contamination")
        {
            Description =
                "The share of the training rows of tables whose places abnormal rows take, from 0 to 0.5; the test rows "
                + "stay the same.",
        };
        var steps = new Option<long?>("--steps")
        {
            Description = "Train detectors for so many steps and keep the last, instead of the one that held-out rows pick.",
        };
        var jobs = NumberOption.Create("--jobs", "Runs at once, each on one thread.", Environment.ProcessorCount, 1);
        var reports = new Option<string?>("--reports") { Description = "A folder for each training's report, as HTML and JSON." };
        var speed = new Option<bool>("--speed")
        {
            Description = "Measure training on 10,000 rows of 30 columns and scoring of 100,000 instead.",
        };
        var json = new Option<string?>("--json") { Description = "Also write every run to this file." };
        var command = new Command("anomaly", "Anomaly detectors beside KNN, PCA and published results.")
        {
            data,
            set,
            features,
            seeds,
            method,
            rows,
            contamination,
            steps,
            jobs,
            reports,
            speed,
            json,
        };
        command.SetAction(result =>
        {
            var methods = result.GetValue(method) is { } names
                ? [.. names.Split(',').Select(AnomalyMethods.Find)]
                : AnomalyMethods.All;
            if (result.GetValue(steps) is { } number)
                methods = [.. methods.Select(m => m is GanMethod gan ? gan.Trained(number) : m)];
            if (result.GetValue(speed))
                return DetectorSpeed.Run(methods);
            var experiment = AnomalyExperiment.Find(
                result.GetValue(data)!,
                result.GetValue(set),
                result.GetValue(rows),
                result.GetValue(contamination),
                result.GetValue(features)
            );
            return Run(
                experiment,
                methods,
                result.GetValue(seeds),
                result.GetValue(jobs),
                result.GetValue(reports),
                result.GetValue(json)
            );
        });
        return command;
    }

    private static int Run(
        AnomalyExperiment experiment,
        IReadOnlyList<IAnomalyMethod> methods,
        int seeds,
        int jobs,
        string? reports,
        string? jsonFile
    )
    {
        // Runs are many and small: one thread each, several at once.
        set_num_threads(1);
        Console.WriteLine(experiment.Protocol);
        var work = experiment
            .Sets.SelectMany(s =>
                methods.SelectMany(m => Enumerable.Range(1, seeds).Select(seed => (Set: s, Method: m, Seed: seed)))
            )
            .ToArray();
        var rows = new AnomalyRow[work.Length];
        Parallel.For(
            0,
            work.Length,
            new ParallelOptions { MaxDegreeOfParallelism = jobs },
            i =>
            {
                var (set, method, seed) = work[i];
                var split = experiment.Split(set, seed);
                var result = method.Run(split, seed);
                rows[i] = new AnomalyRow(
                    set,
                    method.Name,
                    seed,
                    AnomalyMetrics.AucRoc(result.Scores, split.Abnormal),
                    AnomalyMetrics.AucPr(result.Scores, split.Abnormal),
                    AnomalyMetrics.F1(result.Scores, split.Abnormal, experiment.Threshold(result, split)),
                    result.Seconds,
                    result.Report?.Picked ?? []
                );
                if (reports is not null && result.Report is { } report)
                {
                    Directory.CreateDirectory(reports);
                    report.SaveJson(Path.Combine(reports, $"{set}-{method.Name}-{seed}.json"));
                    report.SaveHtml(Path.Combine(reports, $"{set}-{method.Name}-{seed}.html"));
                }

                Show(rows[i]);
            }
        );
        if (jsonFile is not null)
            AtomicFile.WriteText(jsonFile, JsonSerializer.Serialize(rows, Json));
        AnomalyTables.Print(experiment, rows);
        return 0;
    }

    private static void Show(AnomalyRow row)
    {
        lock (Output)
        {
            Console.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"  {row.Set} {row.Method} seed {row.Seed}: AUC-ROC {row.AucRoc:F3}, AUC-PR {row.AucPr:F3}, F1 "
                        + $"{row.F1:F3}, {row.Seconds:F1} "
                        + $"s{(row.Picked.Count > 0 ? $", step {string.Join('/', row.Picked)}" : "")}"
                )
            );
        }
    }
}
