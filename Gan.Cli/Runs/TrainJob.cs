using System.ComponentModel.DataAnnotations;
using Gan.Cli.Commands;
using Gan.Training;
using Gan.Training.Data;
using Gan.Training.Methods;

namespace Gan.Cli.Runs;

/// <summary>What a training run is asked to do. Its options have the names that they have on the command line.</summary>
internal sealed record TrainJob
{
    /// <summary>Where the run's files go.</summary>
    public required string Folder { get; init; }

    /// <summary>The method, with its settings.</summary>
    public required Recipe Recipe { get; init; }

    /// <summary>Reads the data, and tells what was skipped.</summary>
    public required Func<CommandOutput, CancellationToken, Dataset> ReadData { get; init; }

    /// <summary>Generator updates in all; at least 1.</summary>
    [Range(1, long.MaxValue)]
    public required long Steps { get; init; }

    /// <summary>How many minutes training may take, from which the steps are planned; above 0, and less than two years; null
    /// where the steps were given.</summary>
    [Range(0.0, 1e6, MinimumIsExclusive = true)]
    public required double? Minutes { get; init; }

    /// <summary>The recipe's settings that were given by name, which a plan leaves as they are.</summary>
    public required IReadOnlyCollection<string> GivenSettings { get; init; }

    /// <summary>Seed, device, precision.</summary>
    public required TrainingSettings Settings { get; init; }

    /// <summary>What the run keeps and watches.</summary>
    public required RunSettings Run { get; init; }

    /// <summary>The share of training rows that the threshold calls abnormal; above 0 and at most 0.5.</summary>
    [Range(0.0, 0.5, MinimumIsExclusive = true)]
    public required double Contamination { get; init; }

    /// <summary>Whether the best checkpoint is exported instead of the last.</summary>
    public required bool ExportBest { get; init; }

    /// <summary>The feature network that says which checkpoint is best; null for none.</summary>
    public required string? BestBy { get; init; }

    /// <summary>All of this as a configuration says it.</summary>
    public required RunConfiguration Configuration { get; init; }

    /// <summary>How often a run of so many steps draws samples unless told otherwise.</summary>
    public static long SamplesEvery(long steps) => Math.Max(100, steps / 50);

    /// <summary>The same with the steps that a time is enough for; to whoever resumes it, they were asked for.</summary>
    public TrainJob Planned(TrainingBudget budget) =>
        this with
        {
            Recipe = budget.Recipe,
            Steps = budget.Steps,
            Minutes = null,
            Run = Run.SamplesEvery == SamplesEvery(Steps) ? Run with { SamplesEvery = SamplesEvery(budget.Steps) } : Run,
            Configuration = Configuration.With(budget.Recipe, budget.Steps),
        };
}
