using System.CommandLine;
using System.Globalization;
using Gan.Onnx;
using Gan.Training;
using Gan.Training.Data;
using Gan.Training.Evaluation.Features;
using Gan.Training.Export;
using Gan.Training.Guards;
using Gan.Training.Recipes;
using Gan.Training.Reporting;

namespace Gan.Cli.Commands;

/// <summary><c>gan train</c>: trains a recipe on a data set and exports a bundle.</summary>
internal static class TrainCommand
{
    public static Command Create()
    {
        var data = new DataOptions();
        var recipe = new Option<string>("--recipe")
        {
            Description = $"The method: {string.Join(", ", RecipeCatalog.All.Select(r => r.Name))}.",
            DefaultValueFactory = _ => "r3gan",
        };
        var output = new Option<string>("--out") { Description = "Where the run's files go.", DefaultValueFactory = _ => "run" };
        var steps = new Option<long>("--steps") { Description = "Generator updates in all.", DefaultValueFactory = _ => 10_000 };
        var seed = new Option<int>("--seed") { Description = "Fixes the result.", DefaultValueFactory = _ => 1 };
        var device = new Option<string>("--device") { Description = "auto, cpu, cuda or cuda:N.", DefaultValueFactory = _ => "auto" };
        var precision = new Option<TrainingPrecision>("--precision")
        {
            Description = "float32, or bfloat16 for mixed precision on GPUs that have it.", DefaultValueFactory = _ => TrainingPrecision.Float32,
        };
        var checkpointEvery = new Option<long>("--checkpoint-every")
        {
            Description = "Steps between checkpoints.", DefaultValueFactory = _ => 1_000,
        };
        var contamination = new Option<double>("--contamination")
        {
            Description = "The share of training rows that the anomaly threshold calls abnormal, above 0 and at most 0.5.",
            DefaultValueFactory = _ => 0.05,
        };
        var set = new Option<string[]>("--set")
        {
            Description = "A setting of the recipe, NAME=VALUE; may be given more than once. Example: --set batch-size=128",
        };
        var keep = new Option<int>("--keep-checkpoints") { Description = "How many of the latest checkpoints to keep.", DefaultValueFactory = _ => 3 };
        var best = new Option<bool>("--export-best") { Description = "Export the checkpoint with the smallest distance instead of the last." };
        var bestBy = new Option<string?>("--best-by")
        {
            Description = "A feature network whose Fréchet distance says which checkpoint is best, as 'gan evaluate --features' takes it. Example: models/digits-classifier",
        };
        var noGuard = new Option<bool>("--no-guard") { Description = "Do not watch for collapse, and never go back to a checkpoint." };
        var resume = new Option<bool>("--resume") { Description = "Go on from the folder's checkpoint." };
        var command = new Command("train", "Train a GAN and export it as a bundle.");
        data.AddTo(command);
        foreach (var option in new Option[] { recipe, output, steps, set, seed, device, precision, checkpointEvery, keep, contamination, best, bestBy, noGuard, resume })
            command.Options.Add(option);
        command.SetAction((result, cancellation) => CommandRunner.Work(
            () =>
            {
                var started = DateTime.UtcNow;
                var folder = result.GetRequiredValue(output);
                var total = AtLeastOne(result.GetRequiredValue(steps), "--steps");
                var every = AtLeastOne(result.GetRequiredValue(checkpointEvery), "--checkpoint-every");
                var share = result.GetRequiredValue(contamination);
                BundleExporter.CheckContamination(share);
                var settings = new TrainingSettings
                {
                    Seed = result.GetRequiredValue(seed), Device = result.GetRequiredValue(device), Precision = result.GetValue(precision),
                };
                var method = (result.GetValue(set) ?? []).Aggregate(RecipeCatalog.Find(result.GetRequiredValue(recipe)), With);
                using var network = result.GetValue(bestBy) is { } file ? OnnxFeatureNetwork.Load(file) : null;
                using var trainer = NewTrainer(method, data.Read(result), settings);
                var run = new TrainingRun(trainer, folder, new RunSettings
                {
                    CheckpointEvery = every,
                    KeepCheckpoints = (int)AtLeastOne(result.GetRequiredValue(keep), "--keep-checkpoints"),
                    BestBy = network,
                    Guard = result.GetValue(noGuard) ? null : new GuardSettings(),
                });
                if (result.GetValue(resume))
                {
                    if (!run.TryResume())
                        throw new GanException($"There is no checkpoint in '{folder}' to go on from. Leave --resume out to begin.");
                }
                else if (TrainingRun.Exists(folder))
                {
                    throw new GanException($"The folder '{folder}' already holds a run. Give --resume to go on with it, or another --out.");
                }

                run.Continue(total, new ProgressLine(trainer.Recipe.Name).Show, cancellation);
                if (result.GetValue(best)) trainer.LoadCheckpoint(run.BestCheckpointFile);
                var (bundle, differences) = BundleExporter.Export(trainer, (started, DateTime.UtcNow - started), share);
                bundle.Save(Path.Combine(folder, "bundle"));
                if (run.Losses.Count > 0)
                    AtomicFile.WriteText(Path.Combine(folder, "losses.svg"), LossChart.Draw(trainer.Recipe.Method, run.Losses));
                foreach (var difference in differences)
                    Console.WriteLine(string.Create(
                        CultureInfo.InvariantCulture,
                        $"export '{difference.Output}' differs from its network by at most {difference.MaximumAbsolute:0.0e0} " +
                        $"over {difference.Rows} rows"));
                Console.WriteLine($"bundle: {Path.Combine(folder, "bundle")}");
            },
            cancellation));
        return command;
    }

    /// <summary>A setting out of its range is the user's to mend here.</summary>
    private static GanTrainer NewTrainer(Recipe recipe, Dataset data, TrainingSettings settings)
    {
        try
        {
            return new GanTrainer(recipe, data, settings);
        }
        catch (ArgumentException e)
        {
            throw new GanException($"A setting of the recipe '{recipe.Name}' is out of its range: {e.Message} Give another value with --set.", e);
        }
    }

    private static Recipe With(Recipe recipe, string setting)
    {
        if (setting.IndexOf('=', StringComparison.Ordinal) is var at && at < 1)
            throw new GanException($"The option --set is '{setting}'; it must be NAME=VALUE, for example batch-size=128.");
        return RecipeSettings.With(recipe, setting[..at], setting[(at + 1)..]);
    }

    private static long AtLeastOne(long value, string option) =>
        value >= 1 ? value : throw new GanException($"The option {option} is {value}; it must be at least 1.");
}
