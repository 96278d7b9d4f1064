using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Gan.Cli.Commands;
using Gan.Onnx;
using Gan.Onnx.Bundles;
using Gan.Training;
using Gan.Training.Data;
using Gan.Training.Evaluation.Features;
using Gan.Training.Export;
using Gan.Training.Methods;
using Gan.Training.Reporting;

namespace Gan.Cli.Runs;

/// <summary>Trains, exports, and writes what tells of it.</summary>
internal static class TrainRunner
{
    /// <summary>Does a job from its beginning or its latest checkpoint to its end.</summary>
    /// <exception cref="StoppedException">It was cancelled.</exception>
    public static void Execute(TrainJob job, ResumeMode mode, CommandOutput output, CancellationToken cancellation)
    {
        try
        {
            TrainAndExport(job, mode, output, cancellation);
        }
        catch (OperationCanceledException e) when (e is not StoppedException)
        {
            throw new StoppedException(
                TrainingRun.Exists(job.Folder)
                    ? $"What was trained so far is in the last checkpoint. Go on with: gan resume {job.Folder}"
                    : "Nothing was trained that could be gone on from: there is no checkpoint yet."
            );
        }
    }

    private static void TrainAndExport(TrainJob job, ResumeMode mode, CommandOutput output, CancellationToken cancellation)
    {
        RefuseOther(job.Folder, mode);
        var files = new RunFolder(job.Folder);
        // What cannot be replaced after training is not trained for.
        FolderWriter.RequireReplaceable(files.Bundle);
        if (mode == ResumeMode.MustBeNew)
            files.RequireNoOthers();
        files.RequireWritable();
        if (mode == ResumeMode.MustHaveCheckpoint && job.Minutes is not null)
            throw new GanException($"--minutes plans a run before its first step. Go on as planned: gan resume {job.Folder}");
        using var network = job.BestBy is { } file ? OnnxFeatureNetwork.Load(file) : null;
        (var trainer, job) = Prepare(job, output, cancellation);
        using var disposing = trainer;
        foreach (var name in trainer.Game.FurtherBundles)
            FolderWriter.RequireReplaceable(files.FurtherBundle(name));
        var run = new TrainingRun(trainer, job.Folder, job.Run with { BestBy = network });
        using var reservation = run.Reserve();
        // Another run may have begun there while the data were read.
        RefuseOther(job.Folder, mode);
        if (mode != ResumeMode.MustBeNew && !run.TryResume(cancellation) && mode == ResumeMode.MustHaveCheckpoint)
            throw NoCheckpoint(job.Folder);
        job.Configuration.Save(run.Folder.Configuration);
        if (trainer.Data.Description is { } description)
            AtomicFile.WriteText(run.Folder.Data, description.ToJson());
        var first = trainer.Step;
        var clock = Stopwatch.StartNew();
        run.Continue(job.Steps, new ProgressLine(trainer.Recipe.Name, output.Words).Show, cancellation);
        var trained = (Steps: trainer.Step - first, Seconds: clock.Elapsed.TotalSeconds);
        StopBeforeExport(job.Folder, cancellation);
        if (job.ExportBest)
            trainer.LoadCheckpoint(run.BestCheckpointFile);
        var (bundle, differences) = BundleExporter.Export(trainer, (run.StartedUtc, run.TrainedFor), job.Contamination);
        StopBeforeExport(job.Folder, cancellation);
        Save(bundle, run.Folder.Bundle, output);
        var further = BundleExporter.ExportFurther(trainer, (run.StartedUtc, run.TrainedFor));
        foreach (var (name, other) in further)
            Save(other, run.Folder.FurtherBundle(name), output);
        if (run.Reports.Count > 0)
            AtomicFile.WriteText(run.Folder.Losses, LineChart.Losses(trainer.Recipe.Method, run.Reports));
        SampleMovie.Save(run.Folder, cancellation);
        RunReport.Save(run.Folder, trainer, Figures(trained, differences), ConfigurationOf(job));
        foreach (var difference in differences)
            output.Words.WriteLine(Sentence(difference));
        output.Result(
            Result(job, run, trainer, trained.Seconds, differences),
            words =>
            {
                words.WriteLine($"report: {run.Folder.Report}");
                words.WriteLine($"bundle: {run.Folder.Bundle}");
                foreach (var name in further.Keys)
                    words.WriteLine($"bundle: {run.Folder.FurtherBundle(name)}");
            }
        );
    }

    /// <summary>Saves a bundle, unless the folder has the run's bundle of these steps already: an encoder and directions or
    /// figures may have been added to it since, which would be lost.</summary>
    private static void Save(GanBundle bundle, string folder, CommandOutput output)
    {
        if (Saved(folder) is { } there && HoldsAllOf(bundle.Manifest, there.Manifest))
            output.Words.WriteLine($"{folder} has these steps already and is left as it is");
        else
            bundle.Save(folder);
    }

    private static bool HoldsAllOf(BundleManifest exported, BundleManifest there) =>
        (there.Training.Recipe, there.Training.Seed, there.Training.Steps, there.Training.StartedUtc)
            == (exported.Training.Recipe, exported.Training.Seed, exported.Training.Steps, exported.Training.StartedUtc)
        && there.Score?.Contamination == exported.Score?.Contamination
        && exported.Files.All(file => there.Files.Any(f => f.Name == file.Name));

    /// <summary>The bundle in a folder; null where there is none, or a damaged one.</summary>
    private static GanBundle? Saved(string folder)
    {
        try
        {
            return Directory.Exists(folder) ? GanBundle.Load(folder) : null;
        }
        catch (GanException)
        {
            return null;
        }
    }

    /// <summary>Reads the data.</summary>
    /// <exception cref="StoppedException">It was cancelled.</exception>
    private static Dataset ReadData(TrainJob job, CommandOutput output, CancellationToken cancellation)
    {
        try
        {
            return CommandRunner.Await(() => job.ReadData(output, cancellation), cancellation);
        }
        catch (OperationCanceledException)
        {
            throw new StoppedException("Nothing was trained or written.");
        }
    }

    /// <summary>Reads the data, plans how long to train where minutes were given, and makes the trainer. A setting out of its
    /// range is the user's to mend here.</summary>
    /// <returns>The trainer, and the job with the steps that are trained.</returns>
    public static (GanTrainer Trainer, TrainJob Job) Prepare(TrainJob job, CommandOutput output, CancellationToken cancellation)
    {
        DeviceName.RequireThere(job.Settings.Device);
        var data = ReadData(job, output, cancellation);
        var rows = Recipe.RowsOf(data);
        var recipe = job.Recipe.FittedTo(rows);
        if (recipe.BatchSize < job.Recipe.BatchSize)
            output.Words.WriteLine($"batches of {recipe.BatchSize} instead of {job.Recipe.BatchSize}: there are {rows} rows");
        try
        {
            if (job.Minutes is { } minutes)
            {
                var budget = Plan(recipe, data, minutes, job, cancellation);
                output.Words.WriteLine(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{minutes} minutes: {budget.Steps:N0} steps of {budget.SecondsPerStep * 1000:G3} ms here"
                            + $"{string.Concat(Changed(recipe, budget.Recipe).Select(s => ", " + s))}"
                    )
                );
                (recipe, job) = (budget.Recipe, job.Planned(budget));
            }

            return (new GanTrainer(recipe, data, job.Settings), job);
        }
        catch (ArgumentException e)
        {
            throw new GanException(
                $"A setting of the recipe '{recipe.Name}' is out of its range: {e.Message} Give another value with --set.",
                e
            );
        }
    }

    private static IEnumerable<string> Changed(Recipe recipe, Recipe planned)
    {
        var before = RecipeSettings.Read(recipe);
        return RecipeSettings.Read(planned).Where(s => before[s.Key] != s.Value).Select(s => $"{s.Key}={s.Value}");
    }

    private static TrainingBudget Plan(Recipe recipe, Dataset data, double minutes, TrainJob job, CancellationToken cancellation)
    {
        try
        {
            return TrainingBudget.Fit(recipe, data, TimeSpan.FromMinutes(minutes), job.Settings, job.GivenSettings, cancellation);
        }
        catch (OperationCanceledException)
        {
            throw new StoppedException("Nothing was trained or written.");
        }
    }

    private static void StopBeforeExport(string folder, CancellationToken cancellation)
    {
        if (cancellation.IsCancellationRequested)
            throw new StoppedException($"All steps are trained, and not yet exported: gan resume {folder}");
    }

    private static void RefuseOther(string folder, ResumeMode mode)
    {
        var exists = TrainingRun.Exists(folder);
        if (mode == ResumeMode.MustBeNew && exists)
            throw new GanException(
                $"The folder '{folder}' already holds a run. Give --resume to go on with it, or another --out."
            );
        if (mode == ResumeMode.MustHaveCheckpoint && !exists)
            throw NoCheckpoint(folder);
    }

    private static GanException NoCheckpoint(string folder) =>
        new($"There is no checkpoint in '{folder}' to go on from. Leave --resume out to begin.");

    private static IEnumerable<KeyValuePair<string, string>> ConfigurationOf(TrainJob job) =>
        job.Configuration.Options.Concat(job.Configuration.Settings.Select(s => KeyValuePair.Create($"set {s.Key}", s.Value)));

    private static IEnumerable<ReportFigure> Figures(
        (long Steps, double Seconds) trained,
        IReadOnlyList<ExportDifference> differences
    )
    {
        if (trained.Steps > 0)
        {
            yield return new ReportFigure(
                "Speed",
                string.Create(CultureInfo.InvariantCulture, $"{trained.Steps / trained.Seconds:G4} steps/s"),
                $"{trained.Steps} steps, with checkpoints and samples, without reading the data"
            );
        }

        foreach (var difference in differences)
        {
            yield return new ReportFigure(
                $"Export: largest difference of '{difference.Output}'",
                string.Create(CultureInfo.InvariantCulture, $"{difference.MaximumAbsolute:0.0e0}"),
                $"ONNX Runtime beside the network, {difference.Rows} fresh random rows"
            );
        }
    }

    private static string Sentence(ExportDifference difference) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"export '{difference.Output}' differs from its network by at most {difference.MaximumAbsolute:0.0e0} over "
                + $"{difference.Rows} rows"
        );

    private static JsonObject Result(
        TrainJob job,
        TrainingRun run,
        GanTrainer trainer,
        double seconds,
        IReadOnlyList<ExportDifference> differences
    ) =>
        new()
        {
            ["run"] = Path.GetFullPath(job.Folder),
            ["bundle"] = Path.GetFullPath(run.Folder.Bundle),
            ["report"] = Path.GetFullPath(run.Folder.Report),
            ["recipe"] = trainer.Recipe.Name,
            ["steps"] = trainer.Step,
            ["seconds"] = Math.Round(seconds, 3),
            ["losses"] = run.Reports is [.., { IsFinite: true } last]
                ? new JsonObject(last.Losses.Select(l => KeyValuePair.Create(l.Key, (JsonNode?)l.Value)))
                : null,
            ["findings"] = new JsonArray([.. run.Findings.Select(f => (JsonNode)f.Message)]),
            ["differences"] = new JsonObject(
                differences.Select(d => KeyValuePair.Create(d.Output, (JsonNode?)d.MaximumAbsolute))
            ),
        };
}
