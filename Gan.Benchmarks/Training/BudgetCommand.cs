using System.CommandLine;
using Gan.Onnx;
using Gan.Training;
using Gan.Training.Data;
using Gan.Training.Evaluation.Features;
using static TorchSharp.torch;

namespace Gan.Benchmarks.Training;

/// <summary><c>budget</c>: how good recipes get in a given time, each with the settings that follow from it.</summary>
internal static class BudgetCommand
{
    private static readonly Dictionary<string, Func<string?, Dataset>> Sets = new()
    {
        ["digits"] = _ => Dataset.Digits(),
        ["mnist"] = data => Idx(data, "mnist", "train-images-idx3-ubyte.gz"),
        ["fashion-mnist"] = data => Idx(data, "fashion-mnist", "train30k-images-idx3-ubyte.gz"),
        ["cifar-10"] = data => Dataset.FromCifar10(Path.Combine(Folder(data), "cifar10-bin", "train10k.bin.gz")),
    };

    public static Command Create()
    {
        var data = new Option<string?>("--data") { Description = "The folder of the data, each set in a folder of its own." };
        var set = new Option<string>("--set")
        {
            Description = $"One of {string.Join(", ", Sets.Keys)}.",
            DefaultValueFactory = _ => "digits",
        };
        var recipe = new Option<string>("--recipe")
        {
            Description =
                "Recipes with commas between them; NAME:SETTING=VALUE:SETTING=VALUE for one with settings that stay as given.",
            DefaultValueFactory = _ => "dcgan,r3gan",
        };
        var minutes = NumberOption.Create(
            "--minutes",
            "How long each trains: processor time of its one thread, whatever else runs.",
            2.0,
            0.01
        );
        var seeds = NumberOption.Create("--seeds", "Seeds of each.", 3, 1);
        var rows = NumberOption.Create("--rows", "Generated and real samples that are compared.", 2_000, 100);
        var jobs = NumberOption.Create("--jobs", "Runs at once, each on one thread.", Environment.ProcessorCount, 1);
        var features = new Option<string>("--features")
        {
            Description = "The feature network, as 'gan evaluate --features' takes it.",
            Required = true,
        };
        var json = new Option<string?>("--json")
        {
            Description = "The figures are kept in this file; runs that it has already are not run again.",
        };
        var chart = new Option<string?>("--chart")
        {
            Description =
                "An SVG of the set's runs of this time, measured so: the distance over the minutes, the mean of the seeds.",
        };
        var samples = new Option<string?>("--samples") { Description = "A folder for pictures of the last samples of each run." };
        var command = new Command("budget", "How good recipes get in a given time.")
        {
            data,
            set,
            recipe,
            minutes,
            seeds,
            rows,
            jobs,
            features,
            json,
            chart,
            samples,
        };
        command.SetAction(result =>
        {
            var name = result.GetRequiredValue(set);
            if (!Sets.TryGetValue(name, out var read))
                throw new GanException(
                    $"There is no set '{name}'. Did you mean '{NearestName.Find(name, Sets.Keys)}'? Sets: "
                        + $"{string.Join(", ", Sets.Keys)}."
                );
            var runs = new BudgetRuns(result.GetValue(json));
            using var network = OnnxFeatureNetwork.Load(result.GetRequiredValue(features));
            var protocol = new BudgetProtocol(name, result.GetValue(minutes), network.Name, result.GetValue(rows));
            BudgetedRecipe[] recipes = [.. result.GetRequiredValue(recipe).Split(',').Select(BudgetedRecipe.Parse)];
            var training = read(result.GetValue(data)).WithoutLabels();
            set_num_threads(1);
            var real = RecipeBudget.Features(training, network, protocol.Rows);
            var folder = result.GetValue(samples);
            if (folder is not null)
                Directory.CreateDirectory(folder);
            Console.WriteLine(
                $"{protocol}: Fréchet distance of {protocol.Rows:N0} samples by {protocol.Network}, "
                    + $"{training.Count:N0} to train on"
            );
            var work = Enumerable
                .Range(1, result.GetValue(seeds))
                .SelectMany(s => recipes.Select(r => (Recipe: r, Seed: s)))
                .Where(w => !runs.Has(protocol, w.Recipe.Text, w.Seed));
            Parallel.ForEach(
                work,
                new ParallelOptions { MaxDegreeOfParallelism = result.GetValue(jobs) },
                w =>
                {
                    try
                    {
                        var picture = folder is null
                            ? null
                            : Path.Combine(folder, $"{name}-{w.Recipe.Text.Replace(':', '-')}-{w.Seed}.png");
                        runs.Add(RecipeBudget.Measure(protocol, w.Recipe, training, w.Seed, network, real, picture));
                    }
                    catch (GanException e)
                    {
                        // A recipe that the time is not enough for, or that diverges, is a result too.
                        Console.WriteLine($"  {w.Recipe.Text} seed {w.Seed}: {e.Message}");
                    }
                }
            );
            Console.WriteLine(runs.Table(protocol));
            if (result.GetValue(chart) is { } file)
                runs.Draw(protocol, file);
        });
        return command;
    }

    private static Dataset Idx(string? data, string set, string file) => Dataset.FromIdx(Path.Combine(Folder(data), set, file));

    private static string Folder(string? data) =>
        data ?? throw new GanException("This set is read: name its folder with --data.");
}
