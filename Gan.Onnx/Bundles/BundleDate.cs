using System.Globalization;

namespace Gan.Onnx.Bundles;

/// <summary>How the dates of a column are numbers, and how they are written.</summary>
/// <remarks>A date is a whole number of units since an origin. Generators give numbers of 32 bits, so that a generated date is
/// right to a sixteen-millionth of what lies between the column's first and last.</remarks>
public sealed record BundleDate
{
    /// <summary>How dates are written, as .NET has it with the invariant culture, such as <c>yyyy-MM-dd</c> or <c>dd.MM.yyyy
    /// HH:mm</c>: year, month, day, and where there is one the time.</summary>
    public required string Format { get; init; }

    /// <summary>The date that is 0.</summary>
    public required DateTime Origin { get; init; }

    /// <summary>What numbers count.</summary>
    public required DateUnit Unit { get; init; }

    /// <summary>The date that a number stands for, the nearest that there is.</summary>
    /// <param name="value">Units since the origin; no NaN.</param>
    public DateTime DateOf(double value)
    {
        // Whole numbers: ticks since the year 1 are more than a double tells apart.
        var ticks = Origin.Ticks + (Int128)Math.Round(Math.Clamp(value, -1e19, 1e19)) * DateUnits.Ticks(Unit);
        return new DateTime((long)Int128.Clamp(ticks, 0, DateTime.MaxValue.Ticks));
    }

    /// <summary>The number that stands for a date.</summary>
    /// <param name="date">The date; what it says of a time zone is of no account.</param>
    public double ValueOf(DateTime date) => (double)(date.Ticks - Origin.Ticks) / DateUnits.Ticks(Unit);

    /// <summary>A number as the date that it stands for is written.</summary>
    /// <param name="value">Units since the origin; no NaN.</param>
    public string Text(double value) => DateOf(value).ToString(Format, CultureInfo.InvariantCulture);
}

/// <summary>What numbers that stand for dates count.</summary>
public enum DateUnit
{
    /// <summary>Days.</summary>
    Day,

    /// <summary>Hours.</summary>
    Hour,

    /// <summary>Minutes.</summary>
    Minute,

    /// <summary>Seconds.</summary>
    Second,

    /// <summary>Thousandths of a second.</summary>
    Millisecond,

    /// <summary>Millionths of a second.</summary>
    Microsecond,

    /// <summary>Ten-millionths of a second, which is as fine as .NET's dates are.</summary>
    Tick,
}

/// <summary>How long units are.</summary>
internal static class DateUnits
{
    /// <summary>The length of a unit.</summary>
    public static long Ticks(DateUnit unit) =>
        unit switch
        {
            DateUnit.Day => TimeSpan.TicksPerDay,
            DateUnit.Hour => TimeSpan.TicksPerHour,
            DateUnit.Minute => TimeSpan.TicksPerMinute,
            DateUnit.Second => TimeSpan.TicksPerSecond,
            DateUnit.Millisecond => TimeSpan.TicksPerMillisecond,
            DateUnit.Microsecond => TimeSpan.TicksPerMicrosecond,
            _ => 1,
        };

    /// <summary>The longest unit of which every date is a whole number.</summary>
    public static DateUnit Of(IEnumerable<DateTime> dates)
    {
        var unit = DateUnit.Day;
        foreach (var date in dates)
        {
            while (date.Ticks % Ticks(unit) != 0)
                unit++;
        }

        return unit;
    }
}
