namespace Gan.Training.Guards;

/// <summary>Something that went wrong in a run.</summary>
/// <param name="Step">Where it was seen.</param>
/// <param name="Since">Where it began.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Message">What was seen, in plain words with figures, and what to try.</param>
public sealed record GuardFinding(long Step, long Since, GuardKind Kind, string Message)
{
    /// <summary>The step of the checkpoint that the run went back to; null where it went on.</summary>
    public long? WentBackTo { get; init; }
}
