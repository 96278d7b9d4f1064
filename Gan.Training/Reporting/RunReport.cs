using System.Globalization;
using System.Text.Json.Nodes;
using Gan.Onnx;
using Gan.Training.Evaluation;

namespace Gan.Training.Reporting;

/// <summary>Writes the report of a run: one HTML file with everything inside. Curves, samples through time, what was measured and
/// how, configuration, environment, the guard's warnings, and the training samples nearest to generated ones.</summary>
internal static class RunReport
{
    private const int MaximumFrames = 48;
    private const long MaximumFrameBytes = 12 << 20;
    private const int MaximumReports = 4_000;
    private const int NeighbourSamples = 12,
        NeighbourSide = 44;

    /// <summary>Writes the report.</summary>
    /// <param name="folder">The run's folder; the file is <see cref="RunFolder.Report"/>.</param>
    /// <param name="trainer">The run; it is sampled from.</param>
    /// <param name="figures">What was measured beside what the run measures itself.</param>
    /// <param name="configuration">What the run was asked to do, by name.</param>
    /// <exception cref="GanException">The file cannot be written, or one of the run's cannot be read.</exception>
    public static void Save(
        RunFolder folder,
        GanTrainer trainer,
        IEnumerable<ReportFigure> figures,
        IEnumerable<KeyValuePair<string, string>> configuration
    )
    {
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentNullException.ThrowIfNull(trainer);
        ArgumentNullException.ThrowIfNull(figures);
        ArgumentNullException.ThrowIfNull(configuration);
        var metrics = folder.ReadMetrics().ToArray();
        var (neighbours, own) = Neighbours(trainer);
        var data = new JsonObject
        {
            ["name"] = Name(folder),
            ["subtitle"] =
                $"{trainer.Recipe.Method} on {trainer.Data.Name}: {trainer.Data.Count} samples of shape "
                + $"[{string.Join(", ", trainer.Data.Shape)}]. "
                + $"Method: {trainer.Recipe.Paper}.",
            ["metrics"] = Node(Thin(metrics, MaximumReports)),
            ["findings"] = Node(folder.ReadFindings()),
            ["status"] = Node(RunStatus.Read(folder)),
            ["samples"] = new JsonArray([.. Frames(folder)]),
            ["figures"] = Rows([.. Measured(metrics), .. own, .. figures]),
            ["configuration"] = Pairs(configuration),
            ["environment"] = Pairs(RunEnvironment.Describe(trainer.Device.ToString())),
        };
        if (neighbours is not null)
            data["neighbours"] = neighbours;
        AtomicFile.WriteText(folder.Report, RunPage.Render(data, "report"));
    }

    /// <summary>What a run is called: its folder.</summary>
    /// <param name="folder">The run's folder.</param>
    public static string Name(RunFolder folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        return Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder.Root)));
    }

    private static IEnumerable<JsonNode> Frames(RunFolder folder)
    {
        var steps = folder.SampleSteps();
        if (steps.Count == 0)
            yield break;
        var most = (int)
            Math.Clamp(MaximumFrameBytes / Math.Max(1, new FileInfo(folder.Samples(steps[^1])).Length), 2, MaximumFrames);
        foreach (var step in Thin([.. steps], most))
            yield return new JsonObject { ["step"] = step, ["src"] = Address(File.ReadAllBytes(folder.Samples(step))) };
    }

    private static IEnumerable<ReportFigure> Measured(StepReport[] metrics)
    {
        const string Protocol =
            "sliced Wasserstein distance between 512 generated and 512 real samples, fixed latents; smaller is better";
        var measured = metrics
            .Where(m => double.IsFinite(m.Metrics.GetValueOrDefault(TrainingRun.DistanceMetric, double.NaN)))
            .ToArray();
        if (measured.Length == 0)
            yield break;
        var (last, best) = (measured[^1], measured.MinBy(m => m.Metrics[TrainingRun.DistanceMetric])!);
        yield return new ReportFigure(
            "Distance at the end",
            Text(last.Metrics[TrainingRun.DistanceMetric]),
            $"{Protocol}; step {last.Step}"
        );
        yield return new ReportFigure(
            "Smallest distance",
            Text(best.Metrics[TrainingRun.DistanceMetric]),
            $"{Protocol}; step {best.Step}, checkpoints/best.zip"
        );
    }

    private static (JsonObject? Picture, IEnumerable<ReportFigure> Figures) Neighbours(GanTrainer trainer)
    {
        var (data, samples) = (trainer.Data, new RunSamples(trainer));
        var generated = samples.Generate(NeighbourSamples);
        var nearest = NearestSamples.Of(generated, data);
        var among = NearestSamples.MeanAmong(data, trainer.Settings.Seed);
        var mean = nearest.Average(n => n.Distance);
        ReportFigure[] figures =
        [
            new(
                "Generated sample to its nearest training sample",
                Text(mean),
                $"mean Euclidean distance, {NeighbourSamples} samples, at most {NearestSamples.MaximumRows} training rows"
            ),
            new(
                "Training sample to its nearest other",
                Text(among),
                "the same between training samples; a generator far below it copies them"
            ),
        ];
        if (!samples.CanDraw)
            return (null, figures);
        float[] both = [.. generated, .. nearest.SelectMany(n => data.Sample(n.Row).ToArray())];
        var grid = SampleGrid.Draw(
            both,
            data.Shape,
            data.Range,
            NeighbourSamples,
            SampleGrid.ScaleFor(data.Shape, NeighbourSide)
        );
        return (
            new JsonObject
            {
                ["src"] = Address(grid.Png),
                ["note"] =
                    "Upper row: generated. Lower row: of the training samples the one nearest to it. Where the two rows are "
                    + "alike, the generator has "
                    + "learnt its training data by heart.",
            },
            figures
        );
    }

    private static T[] Thin<T>(T[] values, int most) =>
        values.Length <= most
            ? values
            : [.. Enumerable.Range(0, most).Select(i => values[(int)((long)i * (values.Length - 1) / (most - 1))])];

    private static JsonNode? Node<T>(T value) => JsonNode.Parse(RunFolder.Text(value));

    private static JsonArray Rows(IEnumerable<ReportFigure> figures) =>
        new([.. figures.Select(f => new JsonArray(f.Name, f.Value, f.Protocol))]);

    private static JsonArray Pairs(IEnumerable<KeyValuePair<string, string>> pairs) =>
        new([.. pairs.Select(p => new JsonArray(p.Key, p.Value))]);

    private static string Address(byte[] png) => "data:image/png;base64," + Convert.ToBase64String(png);

    private static string Text(double value) => value.ToString("G4", CultureInfo.InvariantCulture);
}
