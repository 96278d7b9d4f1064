using System.Diagnostics;
using System.Globalization;
using Gan.Onnx;
using Gan.Training.Data;
using Gan.Training.Methods;

namespace Gan.Training;

/// <summary>How many steps fit into a time on this machine, and a recipe with settings that suit it.</summary>
/// <remarks>Steps are timed once, and what is trained afterwards is a number of steps: the same seed gives the same result
/// however busy the machine is, and a run that is resumed goes on as planned.</remarks>
/// <param name="Recipe">The recipe to train, with the settings that were chosen.</param>
/// <param name="Steps">How many generator updates fit; at least <see cref="FewestSteps"/>.</param>
/// <param name="SecondsPerStep">What a step took here and now, the first ones left out.</param>
public sealed record TrainingBudget(Recipe Recipe, long Steps, double SecondsPerStep)
{
    /// <summary>A time that is not enough for so many steps is refused: nothing is learned in them.</summary>
    public const long FewestSteps = 100;

    // With fewer, narrower networks get further.
    private const long PlentyOfSteps = 5_000;
    private const int WarmUpSteps = 2;
    private const int TimedSteps = 50;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    /// <summary>Times some steps, which are forgotten again, and plans a training.</summary>
    /// <param name="recipe">The method. Of a <see cref="DcganRecipe"/>, and of an <see cref="R3GanRecipe"/> for pictures,
    /// settings that are at their defaults are replaced by what gets further in little time: smaller batches, higher learning
    /// rates, an average of the generator's weights for so many steps, and half or a quarter of the feature maps where there
    /// would be fewer than 5,000 steps. Other recipes stay as they are.</param>
    /// <param name="data">What is to be learned; not changed.</param>
    /// <param name="time">How long training may take, without reading the data, checkpoints and exporting; above 0.</param>
    /// <param name="settings">Seed, device and reporting, as in the training itself; defaults when null.</param>
    /// <param name="kept">Settings of the recipe that stay as they are, even where they are at their defaults, by their
    /// names in <see cref="RecipeSettings"/>; none when null.</param>
    /// <param name="cancellation">Checked before each timed step.</param>
    /// <exception cref="GanException">The time is not above 0 or is enough for fewer than <see cref="FewestSteps"/> steps, the
    /// recipe has several stages, whose lengths are settings, or as <see cref="GanTrainer"/>.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static TrainingBudget Fit(
        Recipe recipe,
        Dataset data,
        TimeSpan time,
        TrainingSettings? settings = null,
        IReadOnlyCollection<string>? kept = null,
        CancellationToken cancellation = default
    ) => FitBy(WallTime(), recipe, data, time, settings, kept, cancellation);

    /// <summary>As <see cref="Fit"/>, by another clock than that on the wall.</summary>
    internal static TrainingBudget FitBy(
        Func<TimeSpan> clock,
        Recipe recipe,
        Dataset data,
        TimeSpan time,
        TrainingSettings? settings = null,
        IReadOnlyCollection<string>? kept = null,
        CancellationToken cancellation = default
    )
    {
        ArgumentNullException.ThrowIfNull(recipe);
        return time > TimeSpan.Zero
            ? Plan(recipe, data.Shape, time, r => TimeStep(r, data, clock, settings, cancellation), kept ?? [])
            : throw new GanException($"The time to train is {Minutes(time)} minutes; it must be above 0.");
    }

    /// <summary>The plan, given how long a step of a recipe takes, in seconds.</summary>
    internal static TrainingBudget Plan(
        Recipe recipe,
        IReadOnlyList<int> shape,
        TimeSpan time,
        Func<Recipe, double> timeStep,
        IReadOnlyCollection<string> kept
    )
    {
        var given = RecipeSettings.Read(recipe).Where(s => kept.Contains(s.Key)).ToArray();
        var (chosen, secondsPerStep) = (-1, 0.0);
        foreach (var planned in Candidates(PlentyOfSteps))
        {
            chosen++;
            secondsPerStep = timeStep(planned);
            if (time.TotalSeconds / secondsPerStep >= PlentyOfSteps)
                break;
        }

        var steps = Rounded(time.TotalSeconds / secondsPerStep);
        if (steps < FewestSteps)
        {
            throw new GanException(
                $"{Minutes(time)} minutes are time for {steps} steps of '{recipe.Name}' here ({secondsPerStep * 1000:G3} ms "
                    + $"each), too few to learn anything. {FewestSteps} take "
                    + $"{Minutes(TimeSpan.FromSeconds(secondsPerStep * FewestSteps))} minutes; or choose smaller networks, "
                    + "smaller pictures or another recipe."
            );
        }

        return new TrainingBudget(Candidates(steps).ElementAt(chosen), steps, secondsPerStep);

        IEnumerable<Recipe> Candidates(long planned) => recipe.ForBudget(shape, planned).Select(Keeping).Distinct();

        Recipe Keeping(Recipe planned) =>
            given.Aggregate(planned, (r, setting) => RecipeSettings.With(r, setting.Key, setting.Value));
    }

    private static double TimeStep(
        Recipe recipe,
        Dataset data,
        Func<TimeSpan> clock,
        TrainingSettings? settings,
        CancellationToken cancellation
    )
    {
        using var trainer = new GanTrainer(recipe, data, settings);
        return trainer.Game.Stages is [_]
            ? TimeStep(trainer, clock, cancellation)
            : throw new GanException(
                $"The recipe '{recipe.Name}' trains in stages ({string.Join(", ", trainer.Game.Stages.Select(s => s.Name))}), "
                    + "and a time cannot say how long each is. Give the number of steps."
            );
    }

    /// <summary>Trains a few steps and says how many seconds one takes. The first ones, which also compile and allocate, do not
    /// count.</summary>
    internal static double TimeStep(GanTrainer trainer, CancellationToken cancellation) =>
        TimeStep(trainer, WallTime(), cancellation);

    private static double TimeStep(GanTrainer trainer, Func<TimeSpan> clock, CancellationToken cancellation)
    {
        trainer.TrainUntil(trainer.Step + WarmUpSteps, cancellation: cancellation);
        var start = clock();
        var steps = 0;
        while (steps < TimedSteps && (steps == 0 || clock() - start < Patience))
        {
            trainer.TrainUntil(trainer.Step + 1, cancellation: cancellation);
            steps++;
        }

        return (clock() - start).TotalSeconds / steps;
    }

    private static Func<TimeSpan> WallTime()
    {
        var clock = Stopwatch.StartNew();
        return () => clock.Elapsed;
    }

    /// <summary>Two significant digits are as exact as the timing; fewer steps, never more.</summary>
    private static long Rounded(double steps)
    {
        var unit = Math.Pow(10, Math.Max(0, Math.Floor(Math.Log10(Math.Max(1, steps))) - 1));
        return (long)(Math.Floor(steps / unit) * unit);
    }

    private static string Minutes(TimeSpan time) => time.TotalMinutes.ToString("0.###", CultureInfo.InvariantCulture);
}
