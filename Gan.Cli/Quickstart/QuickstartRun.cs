using System.Diagnostics;
using System.Globalization;
using Gan.Cli.Commands;
using Gan.MLNet;
using Gan.Onnx.Bundles;
using Gan.Training;
using Gan.Training.Data;
using Gan.Training.Export;
using Gan.Training.Methods;
using Gan.Training.Reporting;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Gan.Cli.Quickstart;

/// <summary>The whole path: train two GANs on the digits, export them, use them in ML.NET pipelines, measure, report.</summary>
internal sealed class QuickstartRun(QuickstartSettings settings)
{
    private const int GeneratedRows = 100;
    private const int Draws = 10;
    private static readonly string[] ScoreColumns = ["kind", "digit", "score", "abnormal"];
    private static readonly string[] RecipeNames = ["gan", "dcgan"];
    private static readonly int[] LabelsPerDigit = [1, 5, 20];

    private readonly MLContext _ml = new(settings.Seed);
    private readonly QuickstartData _data = new(settings.LeftOut, settings.Seed);

    public void Execute(CancellationToken cancellation)
    {
        var clock = Stopwatch.StartNew();
        var models = RecipeNames.Select(name => Train(RecipeCatalog.Find(name), cancellation)).ToArray();
        var measurements = new List<Measurement>();
        foreach (var model in models)
            Measure(model, measurements);
        foreach (var labels in LabelsPerDigit)
            AddAccuracy(measurements, "raw pixels", null, labels);
        cancellation.ThrowIfCancellationRequested();

        var dcgan = models[^1];
        var real = _data.Training;
        SampleGrid.Save(Target("real.png"), real.Samples.Span[..(GeneratedRows * real.SampleSize)], real.Shape, real.Range);
        Generate(dcgan);
        Score(dcgan);
        measurements.Add(SaveAndLoad(dcgan, cancellation));
        AddRow(measurements, "time", $"{clock.Elapsed:m\\:ss}", "training, export, pipelines and evaluation; set-up not counted");
        QuickstartReport.Write(settings, models, measurements);
        Print(measurements);
    }

    private TrainedModel Train(Recipe recipe, CancellationToken cancellation)
    {
        var started = DateTime.UtcNow;
        using var trainer = new GanTrainer(
            recipe,
            _data.Training,
            new TrainingSettings { Seed = settings.Seed, Device = settings.Device }
        );
        var folder = Target(recipe.Name);
        var run = new TrainingRun(trainer, folder, new RunSettings { CheckpointEvery = 2_000 });
        run.Continue(settings.Steps, new ProgressLine(recipe.Name).Show, cancellation);
        var duration = DateTime.UtcNow - started;
        var (bundle, differences) = BundleExporter.Export(trainer, (started, duration));
        bundle.Save(Path.Combine(folder, "bundle"));
        AtomicFile.WriteText(Path.Combine(folder, "losses.svg"), LineChart.Losses($"{recipe.Method}: losses", run.Reports));
        return new TrainedModel(bundle, run.Reports, differences, duration);
    }

    private void Measure(TrainedModel model, List<Measurement> rows)
    {
        var method = model.Bundle.Manifest.Method;
        foreach (var difference in model.Differences)
            AddRow(
                rows,
                $"{method}: export difference of '{difference.Output}'",
                $"{difference.MaximumAbsolute:0.0e0}",
                $"largest absolute difference from the network, {difference.Rows} fresh random rows"
            );
        var held = $"{_data.HeldOut.Count} held-out digits against";
        AddRow(
            rows,
            $"{method}: AUC, left-out digit {settings.LeftOut}",
            $"{AnomalyEvaluation.AreaUnderRocCurve(_ml, model.Bundle, _data.HeldOut, _data.LeftOut):F3}",
            $"{held} {_data.LeftOut.Count} of a digit never seen; chance 0.5"
        );
        AddRow(
            rows,
            $"{method}: AUC, shuffled pixels",
            $"{AnomalyEvaluation.AreaUnderRocCurve(_ml, model.Bundle, _data.HeldOut, _data.Shuffled):F3}",
            $"{held} the same with their pixels shuffled; chance 0.5"
        );
        foreach (var labels in LabelsPerDigit)
            AddAccuracy(rows, $"{method} features", model.Bundle, labels);
    }

    private void AddAccuracy(List<Measurement> rows, string inputs, GanBundle? bundle, int labels)
    {
        var (mean, deviation) = FewLabelsEvaluation.Accuracy(_ml, bundle, _data, labels, Draws);
        AddRow(
            rows,
            $"accuracy, {labels} label{(labels == 1 ? "" : "s")} per digit: {inputs}",
            $"{mean:F3} ± {deviation:F3}",
            $"LbfgsMaximumEntropy, {_data.HeldOut.Count} held-out digits of nine kinds, {Draws} draws of the labelled rows"
        );
    }

    private void Generate(TrainedModel model)
    {
        var seeds = _ml.Data.LoadFromEnumerable(Enumerable.Range(0, GeneratedRows).Select(i => new SeedRow { Seed = (ulong)i }));
        var estimator = _ml.Transforms.ApplyGanGenerator(model.Bundle, "Generated", nameof(SeedRow.Seed));
        using var generator = estimator.Fit(seeds);
        var rows = generator.Transform(seeds).GetColumn<float[]>("Generated").ToArray();
        CsvFile.Write(Target("generated.csv"), [], rows.Select(row => row.Select(CsvFile.Text)));
        var data = model.Bundle.Manifest.Data;
        SampleGrid.Save(Target("generated.png"), rows.SelectMany(row => row).ToArray(), data.Shape, data.ValueRange);
    }

    /// <summary>Writes the scores of every row that training never saw, with its kind.</summary>
    private void Score(TrainedModel model)
    {
        var rows = new List<string[]>();
        var kinds = new[] { ("held-out", _data.HeldOut), ("left-out digit", _data.LeftOut), ("shuffled pixels", _data.Shuffled) };
        foreach (var (kind, data) in kinds)
        {
            var view = data.ToDataView(_ml);
            using var scorer = _ml.Transforms.ApplyGanAnomalyScorer(model.Bundle).Fit(view);
            rows.AddRange(
                ScoreFile
                    .Scores(scorer.Transform(view))
                    .Select(
                        (row, i) =>
                            new[]
                            {
                                kind,
                                data.Labels![i].ToString(CultureInfo.InvariantCulture),
                                CsvFile.Text(row.Score),
                                row.IsAbnormal ? "true" : "false",
                            }
                    )
            );
        }

        CsvFile.Write(Target("scores.csv"), ScoreColumns, rows);
    }

    /// <summary>Saves a chain with the scorer in it, scores here and in another process, and compares the two files byte by
    /// byte.</summary>
    private Measurement SaveAndLoad(TrainedModel model, CancellationToken cancellation)
    {
        var view = _data.HeldOut.ToDataView(_ml);
        var estimator = _ml
            .Transforms.CopyColumns("Picture", DatasetDataView.FeaturesColumn)
            .Append(_ml.Transforms.ApplyGanAnomalyScorer(model.Bundle));
        using var chain = estimator.Fit(view);
        var modelFile = Target("pipeline.zip");
        AtomicFile.Write(modelFile, stream => _ml.Model.Save(chain, view.Schema, stream));
        var work = Directory.CreateTempSubdirectory("gan-quickstart-");
        try
        {
            string Temporary(string name) => Path.Combine(work.FullName, name);
            var (rows, here, there) = (Temporary("rows.csv"), Temporary("here.csv"), Temporary("there.csv"));
            CsvFile.Write(
                rows,
                [],
                _data.HeldOut.Samples.ToArray().Chunk(_data.HeldOut.SampleSize).Select(row => row.Select(CsvFile.Text)),
                cancellation
            );
            ScoreFile.Write(here, null, file => file.Add(chain.Transform(view), null));
            ChildProcess.RunGan(
                ["score", "--model", modelFile, "--data", rows, "--shape", "1,8,8", "--range", "0,16", "--out", there],
                cancellation
            );
            var same = File.ReadAllBytes(here).AsSpan().SequenceEqual(File.ReadAllBytes(there));
            return new Measurement(
                "saved pipeline, scored in another process",
                same ? "identical" : "DIFFERENT",
                $"Model.Save, Model.Load elsewhere, {_data.HeldOut.Count} scores compared byte by byte"
            );
        }
        finally
        {
            work.Delete(recursive: true);
        }
    }

    private string Target(string name) => Path.Combine(settings.Folder, name);

    private static void AddRow(List<Measurement> rows, string name, FormattableString value, string protocol) =>
        rows.Add(new Measurement(name, value.ToString(CultureInfo.InvariantCulture), protocol));

    private void Print(List<Measurement> measurements)
    {
        PlainTable.Write(Console.Out, ["measured", "value"], measurements.Select(row => new[] { row.Name, row.Value }));
        Console.WriteLine($"report: {Path.GetFullPath(Target("report.html"))}");
    }

    private sealed class SeedRow
    {
        public ulong Seed { get; set; }
    }
}

/// <summary>What the quickstart was asked to do.</summary>
internal sealed record QuickstartSettings(string Folder, int Steps, int LeftOut, int Seed, string Device);

/// <summary>What came out of training one recipe.</summary>
internal sealed record TrainedModel(
    GanBundle Bundle,
    IReadOnlyList<StepReport> Reports,
    IReadOnlyList<ExportDifference> Differences,
    TimeSpan Duration
);

/// <summary>One figure of the quickstart, with how it came about.</summary>
internal sealed record Measurement(string Name, string Value, string Protocol);
