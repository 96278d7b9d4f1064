using System.Globalization;
using System.Text;

namespace Gan.Onnx.Bundles;

/// <summary>Formats of dates: those of .NET, as far as a year, a month, a day and a time can be read back from them.</summary>
internal static class DateFormat
{
    // A single letter is to .NET a format of another kind.
    private const int Shortest = 2,
        Longest = 64,
        LongestQuote = 16;

    private static readonly DateTime Example = new(2024, 11, 23);

    /// <summary>Whether a text is such a format.</summary>
    public static bool IsValid(string? format) =>
        format is { Length: >= Shortest and <= Longest }
        && Parts(format) is { } parts
        && parts.Select(letter => char.ToLowerInvariant(Kind(letter))).Distinct().Count() == parts.Length
        && parts.Contains('h') == parts.Contains('t')
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
    private static char Kind(char letter) => letter == 'm' ? 'n' : letter;

    /// <summary>The letters that a format's parts are made of, one for each; null where anything else stands in it.</summary>
    /// <remarks>Formats come from bundles, of which some are made to keep a reader busy: each character is looked at
    /// once.</remarks>
    private static string? Parts(string format)
    {
        var parts = new StringBuilder();
        for (int start = 0, end; start < format.Length; start = end)
        {
            var letter = format[start];
            end = start + 1;
            if (letter == '\'')
            {
                end = format.IndexOf('\'', end) + 1;
                if (end == 0 || !IsQuotable(format.AsSpan()[(start + 1)..(end - 1)]))
                    return null;
            }
            else if (!"-/.,: ".Contains(letter))
            {
                while (end < format.Length && format[end] == letter)
                    end++;
                if (!IsPart(letter, end - start))
                    return null;
                parts.Append(letter);
            }
        }

        return parts.ToString();
    }

    private static bool IsPart(char letter, int length) =>
        letter switch
        {
            'y' => length is 2 or 4,
            'M' => length <= 4,
            'd' or 'H' or 'h' or 'm' or 's' => length <= 2,
            'f' => length <= 7,
            't' => length == 2,
            _ => false,
        };

    private static bool IsQuotable(ReadOnlySpan<char> text)
    {
        if (text.Length is 0 or > LongestQuote)
            return false;
        foreach (var letter in text)
        {
            if (
                letter == '\\'
                || char.GetUnicodeCategory(letter)
                    is UnicodeCategory.Control
                        or UnicodeCategory.Format
                        or UnicodeCategory.Surrogate
                        or UnicodeCategory.PrivateUse
                        or UnicodeCategory.OtherNotAssigned
            )
                return false;
        }

        return true;
    }
}
