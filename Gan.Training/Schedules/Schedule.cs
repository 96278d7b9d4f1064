using System.ComponentModel.DataAnnotations;
using System.Globalization;

namespace Gan.Training.Schedules;

/// <summary>A factor that depends on the step alone, so that a resumed run needs no state to go on with it.</summary>
public abstract record Schedule
{
    /// <summary>The forms that <see cref="Parse"/> reads, for messages.</summary>
    internal const string Forms =
        "constant:FACTOR, linear:FROM:TO:UPDATES, hold:HOLD:UPDATES, cosine:FROM:TO:UPDATES or " + "exponential:HALF-LIFE";

    /// <summary>The factor at a step.</summary>
    /// <param name="updates">Generator updates done before; at least 0.</param>
    public abstract double At(long updates);

    /// <summary>Reads a schedule: <c>constant:1</c>, <c>linear:1:0:10000</c>, <c>cosine:1:0.1:10000</c> (from, to, updates),
    /// <c>hold:5000:5000</c> (updates at 1, updates down to 0) or <c>exponential:2000</c> (half-life).</summary>
    /// <exception cref="FormatException">The text is none.</exception>
    internal static Schedule Parse(string text) =>
        text.Split(':') switch
        {
            ["constant", var factor] => new ConstantSchedule(Factor(factor)),
            ["linear", var from, var to, var updates] => new LinearSchedule(Factor(from), Factor(to), Updates(updates)),
            ["hold", var hold, var updates] => new HoldSchedule(Updates(hold), Updates(updates)),
            ["cosine", var from, var to, var updates] => new CosineSchedule(Factor(from), Factor(to), Updates(updates)),
            ["exponential", var halfLife] => new ExponentialSchedule(Updates(halfLife)),
            _ => throw new FormatException($"'{text}' is no schedule."),
        };

    /// <summary>Writes a schedule so that <see cref="Parse"/> reads it back.</summary>
    internal static string Format(Schedule schedule) =>
        schedule switch
        {
            ConstantSchedule s => string.Create(CultureInfo.InvariantCulture, $"constant:{s.Value}"),
            LinearSchedule s => string.Create(CultureInfo.InvariantCulture, $"linear:{s.From}:{s.To}:{s.Updates}"),
            HoldSchedule s => string.Create(CultureInfo.InvariantCulture, $"hold:{s.Hold}:{s.Updates}"),
            CosineSchedule s => string.Create(CultureInfo.InvariantCulture, $"cosine:{s.From}:{s.To}:{s.Updates}"),
            ExponentialSchedule s => string.Create(CultureInfo.InvariantCulture, $"exponential:{s.HalfLife}"),
            _ => schedule.ToString(),
        };

    // Thousands separators are refused: 0,5 would be 5.
    private static double Factor(string text) =>
        double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture) is >= 0 and <= double.MaxValue and var factor
            ? factor
            : throw new FormatException($"'{text}' is no factor.");

    private static long Updates(string text) =>
        long.Parse(text, CultureInfo.InvariantCulture) is >= 1 and var updates
            ? updates
            : throw new FormatException($"'{text}' is no number of updates.");
}

/// <summary>The same factor always.</summary>
/// <param name="Value">The factor; at least 0.</param>
public sealed record ConstantSchedule([property: Range(0, double.MaxValue)] double Value = 1) : Schedule
{
    /// <inheritdoc/>
    public override double At(long updates) => Value;
}

/// <summary>From one factor to another in a straight line, and then the second for ever.</summary>
/// <param name="From">The factor at the first update; at least 0.</param>
/// <param name="To">The factor after the last one; at least 0.</param>
/// <param name="Updates">Over how many generator updates; at least 1.</param>
public sealed record LinearSchedule(
    [property: Range(0, double.MaxValue)] double From,
    [property: Range(0, double.MaxValue)] double To,
    [property: Range(1, long.MaxValue)] long Updates
) : Schedule
{
    /// <inheritdoc/>
    public override double At(long updates) => updates >= Updates ? To : From + (To - From) * updates / Updates;
}

/// <summary>1 for a while, and then to 0 in a straight line, as pix2pix, CycleGAN and CUT were trained; then 0 for ever, so that
/// nothing more is learned: let it end with the training.</summary>
/// <param name="Hold">For how many generator updates it is 1; at least 1.</param>
/// <param name="Updates">Over how many generator updates it falls to 0 after that; at least 1.</param>
public sealed record HoldSchedule([property: Range(1, long.MaxValue)] long Hold, [property: Range(1, long.MaxValue)] long Updates)
    : Schedule
{
    /// <inheritdoc/>
    public override double At(long updates) => updates <= Hold ? 1 : Math.Max(0, 1 - (double)(updates - Hold) / Updates);
}

/// <summary>From one factor to another along half a cosine, slow at both ends, and then the second for ever: I. Loshchilov, F.
/// Hutter, "SGDR", 2017.</summary>
/// <param name="From">The factor at the first update; at least 0.</param>
/// <param name="To">The factor after the last one; at least 0.</param>
/// <param name="Updates">Over how many generator updates; at least 1.</param>
public sealed record CosineSchedule(
    [property: Range(0, double.MaxValue)] double From,
    [property: Range(0, double.MaxValue)] double To,
    [property: Range(1, long.MaxValue)] long Updates
) : Schedule
{
    /// <inheritdoc/>
    public override double At(long updates) =>
        updates >= Updates ? To : To + (From - To) * (1 + Math.Cos(Math.PI * updates / Updates)) / 2;
}

/// <summary>Halves again and again.</summary>
/// <param name="HalfLife">The number of generator updates in which the factor halves; at least 1.</param>
public sealed record ExponentialSchedule([property: Range(1, long.MaxValue)] long HalfLife) : Schedule
{
    /// <inheritdoc/>
    public override double At(long updates) => Math.Pow(0.5, (double)updates / HalfLife);
}
