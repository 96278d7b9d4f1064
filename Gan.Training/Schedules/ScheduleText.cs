using System.Globalization;

namespace Gan.Training.Schedules;

/// <summary>Schedules as text: <c>constant:1</c>, <c>linear:1:0:10000</c>, <c>cosine:1:0.1:10000</c> (from, to, updates) or
/// <c>exponential:2000</c> (half-life).</summary>
internal static class ScheduleText
{
    /// <summary>The forms there are, for messages.</summary>
    public const string Forms = "constant:FACTOR, linear:FROM:TO:UPDATES, cosine:FROM:TO:UPDATES or exponential:HALF-LIFE";

    /// <summary>Reads a schedule.</summary>
    /// <exception cref="FormatException">The text is none.</exception>
    public static Schedule Parse(string text) =>
        text.Split(':') switch
        {
            ["constant", var factor] => new ConstantSchedule(Number(factor)),
            ["linear", var from, var to, var updates] => new LinearSchedule(Number(from), Number(to), Updates(updates)),
            ["cosine", var from, var to, var updates] => new CosineSchedule(Number(from), Number(to), Updates(updates)),
            ["exponential", var halfLife] => new ExponentialSchedule(Updates(halfLife)),
            _ => throw new FormatException($"'{text}' is no schedule."),
        };

    /// <summary>Writes a schedule so that <see cref="Parse"/> reads it back.</summary>
    public static string Format(Schedule schedule) =>
        schedule switch
        {
            ConstantSchedule s => string.Create(CultureInfo.InvariantCulture, $"constant:{s.Value}"),
            LinearSchedule s => string.Create(CultureInfo.InvariantCulture, $"linear:{s.From}:{s.To}:{s.Updates}"),
            CosineSchedule s => string.Create(CultureInfo.InvariantCulture, $"cosine:{s.From}:{s.To}:{s.Updates}"),
            ExponentialSchedule s => string.Create(CultureInfo.InvariantCulture, $"exponential:{s.HalfLife}"),
            _ => schedule.ToString(),
        };

    private static double Number(string text) =>
        double.Parse(text, CultureInfo.InvariantCulture) is var number && double.IsFinite(number) && number >= 0
            ? number
            : throw new FormatException($"'{text}' is no factor.");

    private static long Updates(string text) =>
        long.Parse(text, CultureInfo.InvariantCulture) is >= 1 and var updates
            ? updates
            : throw new FormatException($"'{text}' is no number of updates.");
}
