namespace Gan.Training.Schedules;

/// <summary>The same factor always.</summary>
/// <param name="Value">The factor.</param>
public sealed record ConstantSchedule(double Value = 1) : Schedule
{
    /// <inheritdoc/>
    public override double At(long updates) => Value;
}
