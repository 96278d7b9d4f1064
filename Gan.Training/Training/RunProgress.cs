using Gan.Training.Guards;

namespace Gan.Training;

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
