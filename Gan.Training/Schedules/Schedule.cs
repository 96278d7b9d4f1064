using System.Globalization;
using System.Runtime.CompilerServices;

namespace Gan.Training.Schedules;

/// <summary>A factor that depends on the step alone, so that a resumed run needs no state to go on with it.</summary>
public abstract record Schedule
{
    /// <summary>The forms that <see cref="Parse"/> reads, for messages.</summary>
    internal const string Forms =
        "constant:FACTOR, linear:FROM:TO:UPDATES, hold:HOLD:UPDATES, cosine:FROM:TO:UPDATES or exponential:HALF-LIFE";

    /// <summary>The same factor always.</summary>
    /// <param name="factor">The factor; at least 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is not in its range.</exception>
    public static Schedule Constant(double factor = 1) => new ConstantSchedule(Factor(factor));

    /// <summary>From one factor to another in a straight line, and then the second for ever.</summary>
    /// <param name="from">The factor at the first update; at least 0.</param>
    /// <param name="to">The factor after the last one; at least 0.</param>
    /// <param name="updates">Over how many generator updates; at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">One of them is not in its range.</exception>
    public static Schedule Linear(double from, double to, long updates) =>
        new LinearSchedule(Factor(from), Factor(to), Updates(updates));

    /// <summary>1 for a while, and then to 0 in a straight line, as pix2pix, CycleGAN and CUT were trained; then 0 for ever, so
    /// that nothing more is learned: let it end with the training.</summary>
    /// <param name="hold">For how many generator updates it is 1; at least 1.</param>
    /// <param name="updates">Over how many generator updates it falls to 0 after that; at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">One of them is not in its range.</exception>
    public static Schedule Hold(long hold, long updates) => new HoldSchedule(Updates(hold), Updates(updates));

    /// <summary>From one factor to another along half a cosine, slow at both ends, and then the second for ever: I. Loshchilov,
    /// F. Hutter, "SGDR", 2017.</summary>
    /// <param name="from">The factor at the first update; at least 0.</param>
    /// <param name="to">The factor after the last one; at least 0.</param>
    /// <param name="updates">Over how many generator updates; at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">One of them is not in its range.</exception>
    public static Schedule Cosine(double from, double to, long updates) =>
        new CosineSchedule(Factor(from), Factor(to), Updates(updates));

    /// <summary>Halves again and again.</summary>
    /// <param name="halfLife">The number of generator updates in which the factor halves; at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is not in its range.</exception>
    public static Schedule Exponential(long halfLife) => new ExponentialSchedule(Updates(halfLife));

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
            HoldSchedule s => string.Create(CultureInfo.InvariantCulture, $"hold:{s.Held}:{s.Updates}"),
            CosineSchedule s => string.Create(CultureInfo.InvariantCulture, $"cosine:{s.From}:{s.To}:{s.Updates}"),
            ExponentialSchedule s => string.Create(CultureInfo.InvariantCulture, $"exponential:{s.HalfLife}"),
            _ => schedule.ToString(),
        };

    private static double Factor(double value, [CallerArgumentExpression(nameof(value))] string? name = null) =>
        value is >= 0 and <= double.MaxValue
            ? value
            : throw new ArgumentOutOfRangeException(name, value, "A factor is a number of at least 0.");

    private static long Updates(long value, [CallerArgumentExpression(nameof(value))] string? name = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(value, 1, name);
        return value;
    }

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

/// <inheritdoc cref="Schedule.Constant"/>
internal sealed record ConstantSchedule(double Value) : Schedule
{
    /// <inheritdoc/>
    public override double At(long updates) => Value;
}

/// <inheritdoc cref="Schedule.Linear"/>
internal sealed record LinearSchedule(double From, double To, long Updates) : Schedule
{
    /// <inheritdoc/>
    public override double At(long updates) => updates >= Updates ? To : From + (To - From) * updates / Updates;
}

/// <inheritdoc cref="Schedule.Hold"/>
internal sealed record HoldSchedule(long Held, long Updates) : Schedule
{
    /// <inheritdoc/>
    public override double At(long updates) => updates <= Held ? 1 : Math.Max(0, 1 - (double)(updates - Held) / Updates);
}

/// <inheritdoc cref="Schedule.Cosine"/>
internal sealed record CosineSchedule(double From, double To, long Updates) : Schedule
{
    /// <inheritdoc/>
    public override double At(long updates) =>
        updates >= Updates ? To : To + (From - To) * (1 + Math.Cos(Math.PI * updates / Updates)) / 2;
}

/// <inheritdoc cref="Schedule.Exponential"/>
internal sealed record ExponentialSchedule(long HalfLife) : Schedule
{
    /// <inheritdoc/>
    public override double At(long updates) => Math.Pow(0.5, (double)updates / HalfLife);
}
