namespace Gan.Training.Schedules;

/// <summary>Halves again and again.</summary>
/// <param name="HalfLife">The number of generator updates in which the factor halves; at least 1.</param>
public sealed record ExponentialSchedule(long HalfLife) : Schedule
{
    /// <inheritdoc/>
    public override double At(long updates) => Math.Pow(0.5, (double)updates / HalfLife);
}
