using System.Globalization;

namespace Gan.Training.Tables.Reading;

/// <summary>Numbers as people write them.</summary>
internal static class NumberText
{
    private const int Longest = 64;

    /// <summary>Words that stand for a missing value where numbers or dates belong, whatever their case: those of R, pandas, SQL,
    /// Weka and spreadsheets.</summary>
    public static IReadOnlySet<string> MissingWords { get; } =
        new HashSet<string>(StringComparer.OrdinalIgnoreCase)
        {
            "?",
            "-",
            "--",
            ".",
            "n/a",
            "na",
            "#n/a",
            "#na",
            "<na>",
            "n.a.",
            "nan",
            "-nan",
            "nat",
            "null",
            "\\N",
            "none",
            "nil",
            "missing",
            "#null!",
            "#value!",
            "#ref!",
            "#name?",
            "#num!",
            "#div/0!",
        };

    /// <summary>Words that stand for a missing value among texts, as they are written here: those that are hardly ever a
    /// category.</summary>
    public static IReadOnlySet<string> MissingTexts { get; } =
        new HashSet<string>(StringComparer.Ordinal)
        {
            "?",
            "NA",
            "N/A",
            "n/a",
            "#N/A",
            "<NA>",
            "NaN",
            "nan",
            "NULL",
            "null",
            "\\N",
        };

    /// <summary>Whether a text stands for a missing value.</summary>
    /// <param name="text">The text.</param>
    /// <param name="asText">Whether texts belong there rather than numbers.</param>
    /// <param name="options">What is said of that.</param>
    public static bool IsMissing(string text, bool asText, TableOptions options) =>
        string.IsNullOrWhiteSpace(text)
        || options.MissingTexts.Contains(text)
        || (options.HasUsualMissingTexts && (asText ? MissingTexts : MissingWords).Contains(text));

    /// <summary>Whether a text of digits is a code rather than a number: it begins with a zero, as postal codes do, or is longer
    /// than numbers are exact, as those of accounts are.</summary>
    public static bool IsCode(ReadOnlySpan<char> text) =>
        text.Length > 1 && (text[0] == '0' || text.Length > 15) && !text.ContainsAnyExceptInRange('0', '9');

    /// <summary>Reads a finite number: a sign, digits with or without thousands apart (by a comma or a point, whichever is not
    /// the decimals', a blank or an apostrophe), decimals, an exponent.</summary>
    /// <param name="text">The text; blanks around it do not matter.</param>
    /// <param name="decimalCommas">Whether decimals follow a comma.</param>
    /// <param name="value">The number.</param>
    public static bool TryParse(ReadOnlySpan<char> text, bool decimalCommas, out double value)
    {
        value = 0;
        text = text.Trim();
        if (text.IsEmpty || text.Length > Longest)
            return false;
        Span<char> plain = stackalloc char[text.Length];
        var (length, digits, group, hasGroups, decimals) = (0, 0, 0, false, false);
        var thousands = '\0';
        for (var i = 0; i < text.Length; i++)
        {
            var letter = text[i] == '\u2212' ? '-' : text[i];
            if (char.IsAsciiDigit(letter))
                (digits, group) = (digits + 1, group + 1);
            else if (letter == (decimalCommas ? ',' : '.') && !decimals)
            {
                if (hasGroups && group != 3)
                    return false;
                (decimals, hasGroups, letter) = (true, false, '.');
            }
            else if (IsThousands(letter, decimalCommas) && !decimals)
            {
                // Groups are of three digits, the first of one to three; all marks are the same.
                if (digits == 0 || (hasGroups ? group != 3 || letter != thousands : digits > 3))
                    return false;
                (hasGroups, thousands, group) = (true, letter, 0);
                continue;
            }
            else if (letter is 'e' or 'E')
            {
                if (hasGroups && group != 3)
                    return false;
                (decimals, hasGroups) = (true, false);
            }
            else if (letter is not ('+' or '-'))
                return false;
            plain[length++] = letter;
        }

        return (!hasGroups || group == 3)
            && digits > 0
            && double.TryParse(plain[..length], NumberStyles.Float, CultureInfo.InvariantCulture, out value)
            && double.IsFinite(value);
    }

    /// <summary>The infinity that a text stands for, be it by name or by a number above all of 64 bits; null for none.</summary>
    public static double? Infinity(string text) =>
        text.Trim().TrimStart('+', '-', '\u2212').ToLowerInvariant() is "inf" or "infinity" or "\u221E"
        || (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsInfinity(value))
            ? text.Trim()[0] is '-' or '\u2212'
                ? double.NegativeInfinity
                : double.PositiveInfinity
            : null;

    /// <summary>A number as a file of this format has it.</summary>
    public static string Write(double value, bool decimalCommas)
    {
        var text = value.ToString("R", CultureInfo.InvariantCulture);
        return decimalCommas ? text.Replace('.', ',') : text;
    }

    private static bool IsThousands(char letter, bool decimalCommas) =>
        letter == (decimalCommas ? '.' : ',') || letter is ' ' or '\u00A0' or '\u202F' or '\u2009' or '\'' or '\u2019';
}
