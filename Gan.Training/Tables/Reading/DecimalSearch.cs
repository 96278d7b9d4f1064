using System.Buffers;

namespace Gan.Training.Tables.Reading;

/// <summary>Whether decimals follow a point or a comma in a text.</summary>
internal static class DecimalSearch
{
    private const int MostRows = 5000;

    private static readonly SearchValues<char> Marks = SearchValues.Create("0123456789,.");

    private enum Evidence
    {
        None,
        Either,
        Point,
        Comma,
    }

    /// <summary>What more of those numbers say that can be read in one way only; a point where none says anything, except that
    /// "1,234" between semicolons or tabs has decimals.</summary>
    /// <param name="text">The beginning of the text.</param>
    /// <param name="separator">What stands between values.</param>
    /// <returns>Whether decimals follow a comma, and whether that is a guess.</returns>
    public static (bool Commas, bool IsGuess) Find(string text, char separator)
    {
        var (points, commas, either) = (0, 0, 0);
        foreach (var row in SeparatorSearch.Rows(text, separator).Take(MostRows))
        {
            foreach (var cell in row)
            {
                var number = cell.AsSpan().Trim("\"+- \u00A0");
                switch (Of(number))
                {
                    case Evidence.Point:
                        points++;
                        break;
                    case Evidence.Comma:
                        commas++;
                        break;
                    case Evidence.Either when number.Contains(','):
                        either++;
                        break;
                    default:
                        break;
                }
            }
        }

        if (points > 0 || commas > 0)
            return (commas > points, false);
        return either == 0 ? (false, false) : (separator != ',', true);
    }

    /// <summary>What a number says: its last mark is the decimals' unless it is followed by three digits and could be one of
    /// thousands, or stands there more than once, as only those of thousands do.</summary>
    private static Evidence Of(ReadOnlySpan<char> number)
    {
        if (number.IndexOfAny('e', 'E') is > 0 and var exponent)
            number = number[..exponent];
        var last = number.LastIndexOfAny(',', '.');
        if (last < 0 || number.ContainsAnyExcept(Marks))
            return Evidence.None;
        var whole = number[..last];
        var decimals = number.Length - last - 1;
        var mark = number[last];
        var other = mark == ',' ? '.' : ',';
        if (decimals == 0)
            return Evidence.None;
        if (whole.Contains(mark))
            return !whole.Contains(other) && decimals == 3 && IsGrouped(whole, mark) ? Decimals(other) : Evidence.None;
        if (whole.Contains(other))
            return IsGrouped(whole, other) ? Decimals(mark) : Evidence.None;
        return decimals == 3 && whole.Length is > 0 and <= 3 && whole[0] != '0' ? Evidence.Either : Decimals(mark);
    }

    private static Evidence Decimals(char mark) => mark == ',' ? Evidence.Comma : Evidence.Point;

    /// <summary>Whether all groups but the first are of three digits, and that is of one to three.</summary>
    private static bool IsGrouped(ReadOnlySpan<char> whole, char mark)
    {
        var first = whole.IndexOf(mark);
        if (first is < 1 or > 3)
            return false;
        for (var at = first; at < whole.Length; at += 4)
        {
            if (whole[at] != mark || whole.Length < at + 4 || whole.Slice(at + 1, 3).Contains(mark))
                return false;
        }

        return true;
    }
}
