using Gan.Cli.Commands;
using Gan.Training;
using Gan.Training.Data;
using Gan.Training.Methods;

namespace Gan.Cli.Runs;

/// <summary>What a training run is asked to do.</summary>
internal sealed record TrainJob
{
    /// <summary>Where the run's files go.</summary>
    public required string Folder { get; init; }

    /// <summary>The method, with its settings.</summary>
    public required Recipe Recipe { get; init; }

    /// <summary>Reads the data, and tells what was skipped.</summary>
    public required Func<CommandOutput, Dataset> ReadData { get; init; }

    /// <summary>Generator updates in all.</summary>
    public required long Steps { get; init; }

    /// <summary>Seed, device, precision.</summary>
    public required TrainingSettings Settings { get; init; }

    /// <summary>What the run keeps and watches.</summary>
    public required RunSettings Run { get; init; }

    /// <summary>The share of training rows that the threshold calls abnormal.</summary>
    public required double Contamination { get; init; }

    /// <summary>Whether the best checkpoint is exported instead of the last.</summary>
    public required bool ExportBest { get; init; }

    /// <summary>The feature network that says which checkpoint is best; null for none.</summary>
    public required string? BestBy { get; init; }

    /// <summary>All of this as a configuration says it.</summary>
    public required RunConfiguration Configuration { get; init; }
}
