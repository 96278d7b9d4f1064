using System.Diagnostics;
using System.Globalization;
using Gan.Onnx;
using Gan.Training;
using Gan.Training.Data;
using Gan.Training.Evaluation;
using Gan.Training.Evaluation.Features;
using Gan.Training.Methods;
using TorchSharp;

namespace Gan.Benchmarks.Training;

/// <summary>What became of one recipe in a given time.</summary>
/// <param name="Set">The data.</param>
/// <param name="Recipe">The recipe, with the settings that were given.</param>
/// <param name="Seed">The seed.</param>
/// <param name="Curve">The Fréchet distance after each quarter of the steps.</param>
/// <param name="Seconds">How long training took.</param>
internal sealed record RecipeBudget(string Set, string Recipe, int Seed, IReadOnlyList<BudgetPoint> Curve, double Seconds)
{
    private const int Quarters = 4;
    private const int Batch = 250;

    /// <summary>Trains for the time and measures after each quarter, which does not count.</summary>
    public static RecipeBudget Measure(
        string set,
        BudgetedRecipe recipe,
        Dataset data,
        TimeSpan time,
        int seed,
        IFeatureNetwork network,
        (GaussianStatistics Statistics, int Rows) real
    )
    {
        var settings = QuietSettings.Of(seed);
        var budget = TrainingBudget.Fit(recipe.Recipe, data, time, settings, recipe.Given);
        using var trainer = new GanTrainer(budget.Recipe, data, settings);
        var curve = new List<BudgetPoint>();
        var clock = new Stopwatch();
        for (var quarter = 1; quarter <= Quarters; quarter++)
        {
            clock.Start();
            trainer.TrainUntil(budget.Steps * quarter / Quarters);
            clock.Stop();
            var samples = Generated(trainer, real.Rows, seed);
            var features = network.Run(samples, data.Shape, data.Range).Features;
            var distance = FrechetDistance.Between(real.Statistics, GaussianStatistics.Of(features));
            curve.Add(new BudgetPoint(trainer.Step, distance));
        }

        return new RecipeBudget(set, recipe.Text, seed, curve, clock.Elapsed.TotalSeconds);
    }

    /// <summary>The statistics of so many real samples.</summary>
    public static (GaussianStatistics Statistics, int Rows) Features(Dataset data, IFeatureNetwork network, int rows)
    {
        var order = Enumerable.Range(0, data.Count).ToArray();
        new Random(1).Shuffle(order);
        var samples = data.Select(order[..Math.Min(rows, order.Length)]).Samples;
        return (GaussianStatistics.Of(network.Run(samples, data.Shape, data.Range).Features), rows);
    }

    /// <inheritdoc/>
    public override string ToString() =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{Recipe} seed {Seed}: {string.Join(", ", Curve.Select(c => $"{c.Distance:G4} after {c.Step:N0}"))}; {Seconds:F0} s"
        );

    private static float[] Generated(GanTrainer trainer, int rows, int seed)
    {
        var size = trainer.Data.SampleSize;
        var samples = new float[rows * size];
        using var random = new torch.Generator((ulong)seed + 5, torch.CPU);
        for (var start = 0; start < rows; start += Batch)
            trainer.Preview(Math.Min(Batch, rows - start), random).CopyTo(samples.AsSpan(start * size));
        return samples;
    }
}

/// <summary>The Fréchet distance after some steps.</summary>
internal sealed record BudgetPoint(long Step, double Distance);

/// <summary>A recipe, and which of its settings were given: those are not changed.</summary>
/// <param name="Text">As it was written.</param>
/// <param name="Recipe">The recipe.</param>
/// <param name="Given">The names of the settings.</param>
internal sealed record BudgetedRecipe(string Text, Recipe Recipe, IReadOnlyList<string> Given)
{
    /// <summary>Reads NAME:SETTING=VALUE:SETTING=VALUE. Values with a colon, as schedules have, cannot be written so.</summary>
    /// <exception cref="GanException">There is no such recipe or setting, or the value does not fit.</exception>
    public static BudgetedRecipe Parse(string text)
    {
        string[] parts = text.Split(':');
        var (recipe, given) = (RecipeCatalog.Find(parts[0]), new List<string>());
        foreach (var setting in parts[1..])
        {
            if (setting.Split('=') is not [var name, var value])
                throw new GanException($"'{setting}' in --recipe {text} is no SETTING=VALUE.");
            recipe = RecipeSettings.With(recipe, name, value);
            given.Add(name);
        }

        return new BudgetedRecipe(text, recipe, given);
    }
}
