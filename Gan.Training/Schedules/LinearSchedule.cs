namespace Gan.Training.Schedules;

/// <summary>From one factor to another in a straight line, and then the second for ever.</summary>
/// <param name="From">The factor at the first update.</param>
/// <param name="To">The factor after the last one.</param>
/// <param name="Updates">Over how many generator updates; at least 1.</param>
public sealed record LinearSchedule(double From, double To, long Updates) : Schedule
{
    /// <inheritdoc/>
    public override double At(long updates) => updates >= Updates ? To : From + (To - From) * updates / Updates;
}
