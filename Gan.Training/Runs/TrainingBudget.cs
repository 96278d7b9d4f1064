using System.Diagnostics;
using System.Globalization;
using Gan.Onnx;
using Gan.Training.Data;
using Gan.Training.Methods;
using Gan.Training.Schedules;

namespace Gan.Training;

/// <summary>How many steps fit into a time on this machine, and a recipe whose schedule ends with them.</summary>
/// <remarks>Steps are timed once, and what is trained afterwards is a number of steps: the same seed gives the same result
/// however busy the machine is, and a run that is resumed goes on as planned.</remarks>
/// <param name="Recipe">The recipe to train, with settings that follow the number of steps.</param>
/// <param name="Steps">How many generator updates fit; at least <see cref="FewestSteps"/>.</param>
/// <param name="SecondsPerStep">What a step took here and now, the first ones left out.</param>
public sealed record TrainingBudget(Recipe Recipe, long Steps, double SecondsPerStep)
{
    /// <summary>A time that is not enough for so many steps is refused: nothing is learned in them.</summary>
    public const long FewestSteps = 100;

    private const int WarmUpSteps = 2;
    private const int TimedSteps = 50;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    /// <summary>Times some steps, which are forgotten again, and plans a training.</summary>
    /// <param name="recipe">The method. Its learning rate schedule is replaced where it is constant: the rates stay for half of
    /// the steps and fall to 0 in the other half, which ends the to and fro of the players.</param>
    /// <param name="data">What is to be learned; not changed.</param>
    /// <param name="time">How long training may take, without reading the data, checkpoints and exporting; above 0.</param>
    /// <param name="settings">Seed, device and reporting, as in the training itself; defaults when null.</param>
    /// <param name="cancellation">Checked before each timed step.</param>
    /// <exception cref="GanException">The time is not above 0 or is enough for fewer than <see cref="FewestSteps"/> steps, the
    /// recipe has several stages, whose lengths are settings, or as <see cref="GanTrainer"/>.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static TrainingBudget Fit(
        Recipe recipe,
        Dataset data,
        TimeSpan time,
        TrainingSettings? settings = null,
        CancellationToken cancellation = default
    )
    {
        ArgumentNullException.ThrowIfNull(recipe);
        if (time <= TimeSpan.Zero)
            throw new GanException($"The time to train is {Minutes(time)} minutes; it must be above 0.");
        using var trainer = new GanTrainer(recipe, data, settings);
        if (trainer.Game.Stages.Count > 1)
        {
            throw new GanException(
                $"The recipe '{recipe.Name}' trains in stages ({string.Join(", ", trainer.Game.Stages.Select(s => s.Name))}), and a "
                    + "time cannot say how long each is. Give the number of steps."
            );
        }

        var secondsPerStep = TimeStep(trainer, cancellation);
        var steps = Rounded(time.TotalSeconds / secondsPerStep);
        if (steps < FewestSteps)
        {
            throw new GanException(
                $"{Minutes(time)} minutes are time for {steps} steps of '{recipe.Name}' here ({secondsPerStep * 1000:G3} ms each), "
                    + $"too few to learn anything. {FewestSteps} take "
                    + $"{Minutes(TimeSpan.FromSeconds(secondsPerStep * FewestSteps))} minutes; or choose smaller networks, smaller "
                    + "pictures or another recipe."
            );
        }

        return new TrainingBudget(Following(recipe, steps), steps, secondsPerStep);
    }

    /// <summary>Trains a few steps and says how many seconds one takes. The first ones, which also compile and allocate, do not
    /// count.</summary>
    internal static double TimeStep(GanTrainer trainer, CancellationToken cancellation)
    {
        trainer.TrainUntil(trainer.Step + WarmUpSteps, cancellation: cancellation);
        var clock = Stopwatch.StartNew();
        var steps = 0;
        while (steps < TimedSteps && (steps == 0 || clock.Elapsed < Patience))
        {
            trainer.TrainUntil(trainer.Step + 1, cancellation: cancellation);
            steps++;
        }

        return clock.Elapsed.TotalSeconds / steps;
    }

    /// <summary>The settings that depend on how many steps there are.</summary>
    private static Recipe Following(Recipe recipe, long steps) =>
        recipe.LearningRateSchedule is ConstantSchedule { Value: 1 }
            ? recipe with
            {
                LearningRateSchedule = new HoldSchedule(steps / 2, steps - steps / 2),
            }
            : recipe;

    /// <summary>Two significant digits are as exact as the timing; fewer steps, never more.</summary>
    private static long Rounded(double steps)
    {
        var unit = Math.Pow(10, Math.Max(0, Math.Floor(Math.Log10(Math.Max(1, steps))) - 1));
        return (long)(Math.Floor(steps / unit) * unit);
    }

    private static string Minutes(TimeSpan time) => time.TotalMinutes.ToString("0.###", CultureInfo.InvariantCulture);
}
