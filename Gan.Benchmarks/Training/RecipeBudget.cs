using System.Globalization;
using System.Text.RegularExpressions;
using Gan.Onnx;
using Gan.Training;
using Gan.Training.Data;
using Gan.Training.Evaluation;
using Gan.Training.Evaluation.Features;
using Gan.Training.Methods;
using Gan.Training.Reporting;
using TorchSharp;

namespace Gan.Benchmarks.Training;

/// <summary>What became of one recipe in a given time.</summary>
/// <param name="Protocol">On what data, in what time, and by what it was measured.</param>
/// <param name="Recipe">The recipe, with the settings that were given.</param>
/// <param name="Seed">The seed.</param>
/// <param name="Curve">The Fréchet distance after each quarter of the steps.</param>
internal sealed record RecipeBudget(BudgetProtocol Protocol, string Recipe, int Seed, IReadOnlyList<BudgetPoint> Curve)
{
    private const int Quarters = 4;
    private const int Batch = 250;
    private const int Shown = 50;

    /// <summary>Trains for the time and measures after each quarter, which does not count.</summary>
    /// <param name="protocol">How long it trains, and what it is compared by.</param>
    /// <param name="recipe">The recipe.</param>
    /// <param name="data">The data.</param>
    /// <param name="seed">The seed.</param>
    /// <param name="network">What the samples are compared by.</param>
    /// <param name="real">What they are compared with.</param>
    /// <param name="samples">A PNG to show the last samples in; null for none.</param>
    public static RecipeBudget Measure(
        BudgetProtocol protocol,
        BudgetedRecipe recipe,
        Dataset data,
        int seed,
        IFeatureNetwork network,
        GaussianStatistics real,
        string? samples
    )
    {
        var settings = QuietSettings.Of(seed);
        var time = TimeSpan.FromMinutes(protocol.Minutes);
        var budget = TrainingBudget.FitBy(ThreadTime.Now, recipe.Recipe, data, time, settings, recipe.Given);
        using var trainer = new GanTrainer(budget.Recipe, data, settings);
        var curve = new List<BudgetPoint>();
        var trained = TimeSpan.Zero;
        for (var quarter = 1; quarter <= Quarters; quarter++)
        {
            var start = ThreadTime.Now();
            trainer.TrainUntil(budget.Steps * quarter / Quarters);
            trained += ThreadTime.Now() - start;
            var generated = Generated(trainer, protocol.Rows, seed);
            var features = network.Run(generated, data.Shape, data.Range).Features;
            var distance = FrechetDistance.Between(real, GaussianStatistics.Of(features));
            curve.Add(new BudgetPoint(trainer.Step, trained.TotalMinutes, distance));
            if (samples is not null && quarter == Quarters)
                SampleGrid.Save(samples, generated.AsSpan(0, Shown * data.SampleSize), data.Shape, data.Range, scale: 2);
        }

        return new RecipeBudget(protocol, recipe.Text, seed, curve);
    }

    /// <summary>The statistics of so many real samples.</summary>
    public static GaussianStatistics Features(Dataset data, IFeatureNetwork network, int rows)
    {
        var order = Enumerable.Range(0, data.Count).ToArray();
        new Random(1).Shuffle(order);
        var samples = data.Select(order[..Math.Min(rows, order.Length)]).Samples;
        return GaussianStatistics.Of(network.Run(samples, data.Shape, data.Range).Features);
    }

    /// <inheritdoc/>
    public override string ToString() =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{Recipe} seed {Seed}: {string.Join(", ", Curve.Select(c => $"{c.Distance:G4} after {c.Step:N0}"))}; "
                + $"{Curve[^1].Minutes:F1} min"
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

/// <summary>What two runs have in common whose distances may be compared.</summary>
/// <param name="Set">The name of the data.</param>
/// <param name="Minutes">How long each trains: processor time of its one thread.</param>
/// <param name="Network">The name of the feature network.</param>
/// <param name="Rows">How many generated and real samples are compared.</param>
internal sealed record BudgetProtocol(string Set, double Minutes, string Network, int Rows)
{
    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Set}, {Minutes} minutes on one thread");
}

/// <summary>The Fréchet distance after some steps, which took some minutes of processor time.</summary>
internal sealed record BudgetPoint(long Step, double Minutes, double Distance);

/// <summary>A recipe, and which of its settings were given: those are not changed.</summary>
/// <param name="Text">As it was written.</param>
/// <param name="Recipe">The recipe.</param>
/// <param name="Given">The names of the settings.</param>
internal sealed partial record BudgetedRecipe(string Text, Recipe Recipe, IReadOnlyList<string> Given)
{
    /// <summary>Reads NAME:SETTING=VALUE:SETTING=VALUE. Values may have colons, as schedules do.</summary>
    /// <exception cref="GanException">There is no such recipe or setting, or the value does not fit.</exception>
    public static BudgetedRecipe Parse(string text)
    {
        string[] parts = Settings().Split(text);
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

    [GeneratedRegex(":(?=[a-z0-9-]+=)")]
    private static partial Regex Settings();
}
