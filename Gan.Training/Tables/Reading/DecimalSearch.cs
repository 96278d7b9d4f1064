using System.Text.RegularExpressions;

namespace Gan.Training.Tables.Reading;

/// <summary>Whether decimals follow a point or a comma in a text.</summary>
internal static partial class DecimalSearch
{
    private const int MostRows = 5000;

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
                var value = cell.AsSpan().Trim("\"+- \u00A0");
                if (value.IndexOfAny(",.") < 0)
                    continue;
                if (EitherWay().IsMatch(value))
                    either += value.Contains(',') ? 1 : 0;
                else if (WithPoint().IsMatch(value))
                    points++;
                else if (WithComma().IsMatch(value))
                    commas++;
            }
        }

        if (points > 0 || commas > 0)
            return (commas > points, false);
        return either == 0 ? (false, false) : (separator != ',', true);
    }

    // One group of three digits after a mark: decimals, or thousands.
    [GeneratedRegex(@"^[1-9]\d{0,2}[.,]\d{3}$")]
    private static partial Regex EitherWay();

    [GeneratedRegex(@"^(\d*\.\d+(e[+-]?\d+)?|[1-9]\d{0,2}(,\d{3})+\.\d+|[1-9]\d{0,2}(,\d{3}){2,})$", RegexOptions.IgnoreCase)]
    private static partial Regex WithPoint();

    [GeneratedRegex(@"^(\d*,\d+(e[+-]?\d+)?|[1-9]\d{0,2}(\.\d{3})+,\d+|[1-9]\d{0,2}(\.\d{3}){2,})$", RegexOptions.IgnoreCase)]
    private static partial Regex WithComma();
}
