using System.Globalization;
using System.Text.RegularExpressions;

namespace Gan.Onnx.Bundles;

/// <summary>Formats of dates: those of .NET, as far as a year, a month, a day and a time can be read back from them.</summary>
internal static partial class DateFormat
{
    private const int Longest = 64;

    private static readonly DateTime Example = new(2024, 11, 23);

    /// <summary>Whether a text is such a format.</summary>
    public static bool IsValid(string? format) =>
        format is { Length: > 0 and <= Longest }
        && Parts().Match(format) is { Success: true } parts
        && parts.Groups["part"].Captures.Select(c => char.ToLowerInvariant(Kind(c.Value))).Distinct().Count()
            == parts.Groups["part"].Captures.Count
        && parts.Groups["part"].Captures.Any(c => c.Value[0] == 'h') == parts.Groups["part"].Captures.Any(c => c.Value[0] == 't')
        && TryParse(Example.ToString(format, CultureInfo.InvariantCulture), format, out var date)
        && date == Example;

    /// <summary>A format as people write it, with the letters that stand for themselves in quotes: those of ISO 8601.</summary>
    public static string WithQuotes(string format) =>
        string.Concat(
            format.Split('\'').Select((part, i) => i % 2 == 1 ? $"'{part}'" : part.Replace("T", "'T'").Replace("Z", "'Z'"))
        );

    /// <summary>Reads a date that is written in a format.</summary>
    public static bool TryParse(string text, string format, out DateTime date) =>
        DateTime.TryParseExact(text, format, CultureInfo.InvariantCulture, DateTimeStyles.None, out date);

    // Minutes and months differ by their case alone, and so do the two kinds of hours, of which there is one.
    private static char Kind(string part) => part[0] == 'm' ? 'n' : part[0];

    [GeneratedRegex(
        "^(?:(?<part>yyyy|yy|M{1,4}|dd?|HH?|hh?|mm?|ss?|f{1,7}|tt)|[-/.,: ]|'[^'\\\\\\p{C}]{1,16}')+$",
        RegexOptions.ExplicitCapture
    )]
    private static partial Regex Parts();
}
