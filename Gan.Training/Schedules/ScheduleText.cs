using System.Globalization;

namespace Gan.Training.Schedules;

/// <summary>Schedules as text: <c>constant</c>, or a kind with its numbers.</summary>
internal static class ScheduleText
{
    /// <summary>Reads a schedule.</summary>
    /// <exception cref="FormatException">The text is none.</exception>
    public static Schedule Parse(string text)
    {
        var parts = text.Split(':');
        return parts switch
        {
            ["constant"] => new ConstantSchedule(),
            ["constant", var value] => new ConstantSchedule(double.Parse(value, CultureInfo.InvariantCulture)),
            _ => throw new FormatException($"'{text}' is no schedule."),
        };
    }

    /// <summary>Writes a schedule so that <see cref="Parse"/> reads it back.</summary>
    public static string Format(Schedule schedule) => schedule switch
    {
        ConstantSchedule constant => string.Create(CultureInfo.InvariantCulture, $"constant:{constant.Value}"),
        _ => throw new ArgumentException($"The schedule {schedule} has no text.", nameof(schedule)),
    };
}
