using System.Collections;
using System.Globalization;
using Gan.Training.Schedules;

namespace Gan.Training.Validation;

/// <summary>An option's value as text, and back.</summary>
internal static class OptionValue
{
    /// <summary>The value as text that <see cref="Parse"/> reads back.</summary>
    public static string Format(object? value) =>
        value switch
        {
            null => "none",
            string text => text,
            IEnumerable list => string.Join(',', list.Cast<object>().Select(Format)),
            Schedule schedule => Schedule.Format(schedule),
            IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
            _ => value.ToString()!,
        };

    /// <summary>Reads a value: invariant, without thousands separators; the names of enumerations in any case, and no numbers in
    /// their place.</summary>
    /// <param name="type">What to read.</param>
    /// <param name="text">The text.</param>
    /// <exception cref="FormatException">The text is no such value.</exception>
    /// <exception cref="OverflowException">The number is too large for its type.</exception>
    /// <exception cref="NotSupportedException">Values of this type have no text.</exception>
    public static object Parse(Type type, string text)
    {
        if (type == typeof(string))
            return text;
        if (type == typeof(bool))
            return bool.Parse(text);
        if (type == typeof(int))
            return int.Parse(text, CultureInfo.InvariantCulture);
        if (type == typeof(long))
            return long.Parse(text, CultureInfo.InvariantCulture);
        if (type == typeof(double))
            return double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);
        if (type == typeof(float))
            return float.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);
        if (type == typeof(float))
            return float.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);
        if (type == typeof(IReadOnlyList<int>))
            return text.Split(',', StringSplitOptions.RemoveEmptyEntries)
                .Select(t => int.Parse(t, CultureInfo.InvariantCulture))
                .ToArray();
        if (type == typeof(Schedule))
            return Schedule.Parse(text);
        if (!type.IsEnum)
            throw new NotSupportedException($"Options of type {type.Name} cannot be given as text.");
        var name = Enum.GetNames(type).FirstOrDefault(n => n.Equals(text, StringComparison.OrdinalIgnoreCase));
        return name is not null ? Enum.Parse(type, name) : throw new FormatException($"'{text}' is no {type.Name}.");
    }
}
