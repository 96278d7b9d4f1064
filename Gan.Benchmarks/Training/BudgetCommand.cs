using System.CommandLine;
using System.Text.Json;
using Gan.Onnx;
using Gan.Training;
using Gan.Training.Data;
using Gan.Training.Evaluation.Features;
using static TorchSharp.torch;

namespace Gan.Benchmarks.Training;

/// <summary><c>budget</c>: how good recipes get in a given time, each with the settings that follow from it.</summary>
internal static class BudgetCommand
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };
    private static readonly Lock Output = new();

    private static readonly Dictionary<string, Func<string?, Dataset>> Sets = new()
    {
        ["digits"] = _ => DigitsDataset.Load(),
        ["mnist"] = data => Idx(data, "mnist", "train-images-idx3-ubyte.gz"),
        ["fashion-mnist"] = data => Idx(data, "fashion-mnist", "train30k-images-idx3-ubyte.gz"),
        ["cifar-10"] = data => Cifar10Dataset.Read(Path.Combine(Folder(data), "cifar10-bin", "train10k.bin.gz")),
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
        var minutes = NumberOption.Create("--minutes", "How long each trains, on one thread.", 2.0, 0.01);
        var seeds = NumberOption.Create("--seeds", "Seeds of each.", 3, 1);
        var rows = NumberOption.Create("--rows", "Generated and real samples that are compared.", 2_000, 100);
        var jobs = NumberOption.Create("--jobs", "Runs at once, each on one thread.", Environment.ProcessorCount, 1);
        var features = new Option<string>("--features")
        {
            Description = "The feature network, as 'gan evaluate --features' takes it.",
            Required = true,
        };
        var json = new Option<string?>("--json") { Description = "Also write the figures to this file." };
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
        };
        command.SetAction(result =>
        {
            var name = result.GetRequiredValue(set);
            if (!Sets.TryGetValue(name, out var read))
                throw new GanException(
                    $"There is no set '{name}'. Did you mean '{NearestName.Find(name, Sets.Keys)}'? Sets: "
                        + $"{string.Join(", ", Sets.Keys)}."
                );
            using var network = OnnxFeatureNetwork.Load(result.GetRequiredValue(features));
            var budget = TimeSpan.FromMinutes(result.GetValue(minutes));
            BudgetedRecipe[] recipes = [.. result.GetRequiredValue(recipe).Split(',').Select(BudgetedRecipe.Parse)];
            var training = read(result.GetValue(data)).WithoutLabels();
            set_num_threads(1);
            var real = RecipeBudget.Features(training, network, result.GetValue(rows));
            var found = new List<RecipeBudget>();
            Console.WriteLine(
                $"{name}: {training.Count:N0} samples, {budget.TotalMinutes} minutes on one thread, Fréchet distance of "
                    + $"{result.GetValue(rows):N0} samples by {network.Name}"
            );
            var work = Enumerable
                .Range(1, result.GetValue(seeds))
                .SelectMany(s => recipes.Select(r => (Recipe: r, Seed: s)))
                .ToArray();
            Parallel.ForEach(
                work,
                new ParallelOptions { MaxDegreeOfParallelism = result.GetValue(jobs) },
                w =>
                {
                    try
                    {
                        var run = RecipeBudget.Measure(name, w.Recipe, training, budget, w.Seed, network, real);
                        lock (Output)
                        {
                            found.Add(run);
                            Console.WriteLine("  " + run);
                        }
                    }
                    catch (GanException e)
                    {
                        // A recipe that the time is not enough for, or that diverges, is a result too.
                        lock (Output)
                            Console.WriteLine($"  {w.Recipe.Text} seed {w.Seed}: {e.Message}");
                    }
                }
            );
            foreach (var group in found.GroupBy(r => r.Recipe).OrderBy(g => g.Average(r => r.Curve[^1].Distance)))
                Console.WriteLine($"{group.Key}: {Gates.Gate.MeanAndDeviation([.. group.Select(r => r.Curve[^1].Distance)])}");
            if (result.GetValue(json) is { } file)
                AtomicFile.WriteText(file, JsonSerializer.Serialize(found, Json));
        });
        return command;
    }

    private static Dataset Idx(string? data, string set, string file) => IdxDataset.Read(Path.Combine(Folder(data), set, file));

    private static string Folder(string? data) =>
        data ?? throw new GanException("This set is read: name its folder with --data.");
}
