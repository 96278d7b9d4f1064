using Gan.Training.Guards;

namespace Gan.Training;

/// <summary>Where a run in a folder stands, for who looks at it from outside. The file <c>status.json</c> is replaced every
/// second or so.</summary>
/// <param name="State">What it is doing.</param>
/// <param name="Step">Generator updates done.</param>
/// <param name="TotalSteps">Generator updates asked for.</param>
/// <param name="StepsPerSecond">Speed since the run began or was resumed.</param>
/// <param name="RemainingSeconds">Estimated time left at that speed.</param>
/// <param name="UpdatedUtc">When this was written.</param>
/// <param name="Message">What went wrong; null where nothing did.</param>
public sealed record RunStatus(
    RunState State,
    long Step,
    long TotalSteps,
    double StepsPerSecond,
    double RemainingSeconds,
    DateTime UpdatedUtc,
    string? Message = null
)
{
    /// <summary>When the run was begun, before whatever it was resumed after; null in files of earlier versions.</summary>
    public DateTime? StartedUtc { get; init; }

    /// <summary>How long it has trained, over all its sessions.</summary>
    public double TrainedSeconds { get; init; }

    /// <summary>Reads a run's status.</summary>
    /// <remarks>A run that was killed could not say so: its file says that it trains, and nobody holds the folder's lock, which
    /// ends with the process that holds it, however that ends. Its state is then <see cref="RunState.Interrupted"/>.</remarks>
    /// <param name="folder">The run.</param>
    /// <returns>The status; null where there is none, or none that can be read.</returns>
    public static RunStatus? Read(RunFolder folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        var status = ReadFile(folder);
        if (status is not { State: RunState.Running } || folder.IsLocked())
            return status;
        // A run says how it ended before it lets go of the lock, so by now it has.
        status = ReadFile(folder);
        return status is { State: RunState.Running } ? status with { State = RunState.Interrupted } : status;
    }

    private static RunStatus? ReadFile(RunFolder folder)
    {
        try
        {
            return File.Exists(folder.Status) ? RunFolder.Parse<RunStatus>(File.ReadAllText(folder.Status)) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or System.Text.Json.JsonException)
        {
            return null;
        }
    }
}

/// <summary>What a run is doing.</summary>
public enum RunState
{
    /// <summary>It trains.</summary>
    Running,

    /// <summary>It reached its number of steps.</summary>
    Finished,

    /// <summary>It was stopped between two steps and can go on.</summary>
    Stopped,

    /// <summary>It ended with an error; the message says which.</summary>
    Failed,

    /// <summary>Its process was killed, or the machine went down, while it trained; it can go on from its last
    /// checkpoint.</summary>
    Interrupted,
}

/// <summary>Where a run stands.</summary>
/// <param name="Report">The latest report.</param>
/// <param name="TotalSteps">Generator updates asked for.</param>
/// <param name="StepsPerSecond">Speed since the run began or was resumed.</param>
/// <param name="Remaining">Estimated time left at that speed.</param>
public sealed record RunProgress(StepReport Report, long TotalSteps, double StepsPerSecond, TimeSpan Remaining)
{
    /// <summary>What the guard found at this step; null for nothing.</summary>
    public GuardFinding? Finding { get; init; }
}
