namespace Gan.Training.Schedules;

/// <summary>From one factor to another along half a cosine, slow at both ends, and then the second for ever: I. Loshchilov, F.
/// Hutter,
/// "SGDR", 2017.</summary>
/// <param name="From">The factor at the first update.</param>
/// <param name="To">The factor after the last one.</param>
/// <param name="Updates">Over how many generator updates; at least 1.</param>
public sealed record CosineSchedule(double From, double To, long Updates) : Schedule
{
    /// <inheritdoc/>
    public override double At(long updates) =>
        updates >= Updates ? To : To + (From - To) * (1 + Math.Cos(Math.PI * updates / Updates)) / 2;
}
