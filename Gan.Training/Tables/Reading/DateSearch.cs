using System.Globalization;
using System.Text.RegularExpressions;
using Gan.Onnx;
using Gan.Onnx.Bundles;

namespace Gan.Training.Tables.Reading;

/// <summary>Finds the format that all texts of a column are dates in.</summary>
/// <remarks>A format is one only where it gives every text back as it is written, so that what is generated looks as what was
/// read. Years have four digits: of 03/01/24 nobody knows.</remarks>
internal sealed partial class DateSearch
{
    /// <summary>With more other texts than that share a column holds no dates with mistakes among them.</summary>
    private const double MostOthers = 0.1;

    /// <summary>Where none of so many texts is a date there are no dates.</summary>
    private const int MostLookedAt = 100;

    /// <summary>Looks through a column.</summary>
    /// <param name="texts">Its texts, all different.</param>
    /// <param name="places">For each row the place of its text; -1 where it has none.</param>
    /// <param name="options">What is said of dates and of words for missing values.</param>
    public DateSearch(IReadOnlyList<string> texts, IReadOnlyList<int> places, TableOptions options)
    {
        string[] guessed = texts.Take(MostLookedAt).FirstOrDefault(IsDate) is { } first ? [.. Candidates(first)] : [];
        // What is said of dates holds for those with a time, and without leading zeros, as well.
        string[] asked = options.DateFormat is { } said
            ? [said, .. guessed.Where(format => format != said && format[0] != 'y' && IsOrderedAs(format, said))]
            : [];
        if (asked.Length + guessed.Length == 0)
            return;
        var rows = new int[texts.Count];
        foreach (var place in places.Where(p => p >= 0))
            rows[place]++;
        int[] present = [.. Enumerable.Range(0, rows.Length).Where(i => !NumberText.IsMissing(texts[i], asText: false, options))];
        var all = present.Sum(i => rows[i]);
        var found = Find(asked);
        // Nearly all of a column is enough for what was said: a guess that suits the others too would turn day and month round.
        IsAsSaid = found.Count > 0 || Nearly is not null;
        if (!IsAsSaid)
            found = Find([.. guessed.Except(asked)]);
        // With and without leading zeros are one way to read them.
        Formats = found.Contains(options.DateFormat ?? "")
            ? [options.DateFormat!]
            : [.. found.GroupBy(IsDayFirst).Select(g => g.First())];

        List<string> Find(string[] formats)
        {
            var suiting = new List<string>();
            foreach (var format in formats)
            {
                var (others, other, different) = (0, -1, 0);
                foreach (var i in present)
                {
                    if (IsWritten(texts[i], format))
                    {
                        different++;
                        continue;
                    }

                    others += rows[i];
                    other = other < 0 ? i : other;
                    if (others > MostOthers * all)
                        break;
                }

                if (others == 0)
                    suiting.Add(format);
                else if (others <= MostOthers * all && (Nearly is null || all - others > Nearly.Rows))
                    Nearly = new NearlyDates(format, all - others, all, different, other);
            }

            return suiting;
        }
    }

    /// <summary>The formats of all texts, the likelier first: two where the day could be the month, and none where not all texts
    /// are dates.</summary>
    public IReadOnlyList<string> Formats { get; } = [];

    /// <summary>What nearly all texts are; null where they are not.</summary>
    public NearlyDates? Nearly { get; private set; }

    /// <summary>Whether all texts, or nearly all, are dates as the options say that they are written.</summary>
    public bool IsAsSaid { get; }

    /// <summary>Dates with something else among them.</summary>
    /// <param name="Format">How they are written.</param>
    /// <param name="Rows">How many rows hold one.</param>
    /// <param name="Present">How many rows hold anything.</param>
    /// <param name="Different">How many different dates there are.</param>
    /// <param name="Other">The place of the first text that is none.</param>
    public sealed record NearlyDates(string Format, int Rows, int Present, int Different, int Other);

    /// <summary>Whether a text looks like a date, with or without a time.</summary>
    public static bool IsDate(string text) => text.Length is >= 8 and <= 48 && Shape().IsMatch(text);

    /// <summary>The one of two formats that has the day where a known one has it; null for none.</summary>
    /// <param name="formats">The formats.</param>
    /// <param name="known">Those that dates elsewhere have.</param>
    public static string? Likely(IReadOnlyList<string> formats, IReadOnlyList<string> known) =>
        known.Select(k => formats.FirstOrDefault(f => IsOrderedAs(f, k))).FirstOrDefault(f => f is not null);

    /// <summary>A format that the options say.</summary>
    /// <exception cref="GanException">It is none.</exception>
    public static string Said(string format, TableOptions options)
    {
        var quoted = DateFormat.WithQuotes(format);
        // Digits alone are read as a number before anybody asks for a date.
        return DateFormat.IsValid(quoted) && quoted.Any(c => c is not ('y' or 'M' or 'd' or 'H' or 'm' or 's' or 'f'))
            ? quoted
            : throw new GanException(
                $"{options.Names.DateFormat} is '{format}', which is no format of dates: write yyyy (or yy), MM (M, MMM) and dd "
                    + "(d), for a time HH:mm:ss (hh and tt, ss.fff), and what stands between them, such as dd/MM/yyyy."
            );
    }

    /// <summary>How dates that never were text are written.</summary>
    /// <param name="dates">All of them.</param>
    public static string FormatFor(IEnumerable<DateTime> dates) =>
        DateUnits.Of(dates) switch
        {
            DateUnit.Day => "yyyy-MM-dd",
            DateUnit.Hour or DateUnit.Minute or DateUnit.Second => "yyyy-MM-dd'T'HH:mm:ss",
            DateUnit.Millisecond => "yyyy-MM-dd'T'HH:mm:ss.fff",
            DateUnit.Microsecond => "yyyy-MM-dd'T'HH:mm:ss.ffffff",
            _ => "yyyy-MM-dd'T'HH:mm:ss.fffffff",
        };

    private static bool IsWritten(string text, string format) =>
        DateFormat.TryParse(text, format, out var date) && date.ToString(format, CultureInfo.InvariantCulture) == text;

    private static bool IsDayFirst(string format) => format.IndexOf('d') < format.IndexOf('M');

    /// <summary>Whether a format has the day where another one, which does not begin with the year, has it.</summary>
    private static bool IsOrderedAs(string format, string other) =>
        other[0] != 'y' && IsDayFirst(format) == IsDayFirst(other) && Mark(format) == Mark(other);

    private static char Mark(string format) => format.First(c => !char.IsAsciiLetter(c));

    /// <summary>The formats that a text may have, the likelier first.</summary>
    private static IEnumerable<string> Candidates(string text)
    {
        var shape = Shape().Match(text);
        string Part(string name) => shape.Groups[name].Value;
        var (mark, gap, time) = (Part("mark"), Part("gap"), Part("time"));
        string[] dates =
            Part("named") is { Length: > 0 } ? [$"dd{mark}MMM{mark}yyyy", $"d{mark}MMM{mark}yyyy", $"d{mark}MMMM{mark}yyyy"]
            : Part("name") is { Length: > 0 }
                ? [$"MMM dd{Part("comma")} yyyy", $"MMM d{Part("comma")} yyyy", $"MMMM d{Part("comma")} yyyy"]
            : text.Take(4).All(char.IsAsciiDigit) ? [$"yyyy{mark}MM{mark}dd", $"yyyy{mark}M{mark}d"]
            : DayOrMonth(mark);
        var seconds = shape.Groups["second"].Success ? ":ss" : "";
        if (Part("fraction") is { Length: > 1 } fraction)
            seconds += "." + new string('f', fraction.Length - 1);
        var half = Part("half");
        string[] times =
            time.Length == 0 ? [""]
            : half.Length > 0 ? [$"hh:mm{seconds}{half[..^2]}tt", $"h:mm{seconds}{half[..^2]}tt"]
            : [$"HH:mm{seconds}", $"H:mm{seconds}"];
        var zone = Part("zone") is { Length: > 0 } said ? $"'{said}'" : "";
        return from date in dates from hour in times select date + (gap == "T" ? "'T'" : gap) + hour + zone;
    }

    /// <summary>With points the day comes first wherever that is written; with slashes more people put the month first, with
    /// hyphens the day.</summary>
    private static string[] DayOrMonth(string mark)
    {
        string[] day = [$"dd{mark}MM{mark}yyyy", $"d{mark}M{mark}yyyy"];
        string[] month = [$"MM{mark}dd{mark}yyyy", $"M{mark}d{mark}yyyy"];
        return mark switch
        {
            "." => day,
            "/" => [.. month, .. day],
            _ => [.. day, .. month],
        };
    }

    [GeneratedRegex(
        """
            ^(\d{4}(?<mark>[-/.])\d{1,2}\k<mark>\d{1,2}
            |\d{1,2}(?<mark>[-/.])\d{1,2}\k<mark>\d{4}
            |\d{1,2}(?<mark>[-\ ])(?<named>[A-Za-z]{3,9})\k<mark>\d{4}
            |(?<name>[A-Za-z]{3,9})\ \d{1,2}(?<comma>,?)\ \d{4})
            ((?<gap>[\ T]|,\ )(?<time>\d{1,2}:\d{2}(?<second>:\d{2}(?<fraction>\.\d{1,7})?)?(?<half>\ ?[AP]M)?)
            (?<zone>\ ?Z|\ ?(UTC|GMT)|\ ?[-+]\d{2}:?\d{2})?)?$
            """,
        RegexOptions.ExplicitCapture | RegexOptions.IgnorePatternWhitespace | RegexOptions.CultureInvariant
    )]
    private static partial Regex Shape();
}
