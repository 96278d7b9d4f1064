using System.Globalization;

namespace Gan.Training.Tables.Reading;

/// <summary>Whether the first row of a file names its columns.</summary>
internal static class HeaderSearch
{
    /// <summary>It does where it has no number, and no date above dates; where a text in it stands above numbers; where it is no
    /// value that its column has again and again; and where columns are numbered from 0, as data frames without names are
    /// written.</summary>
    /// <param name="rows">The first rows.</param>
    /// <param name="decimalCommas">Whether decimals follow a comma.</param>
    public static bool IsHeader(IReadOnlyList<string[]> rows, bool decimalCommas)
    {
        var (first, below) = (rows[0], rows.Skip(1).ToArray());
        if (below.Length > 0 && Places(DateSearch.IsDate).Any(i => Below(i).All(DateSearch.IsDate)))
            return false;
        int[] texts = [.. Places(cell => cell.Length > 0 && !IsNumber(cell))];
        if (!Places(IsNumber).Any())
            return texts.Length > 0;
        if (below.Length == 0)
            return false;
        if (texts.Length == 0)
            return first.Length > 1
                && (IsNumbered(first) || Places(cell => cell.Length == 0).Any(i => Below(i).All(c => c.Length > 0)));
        return Array.Exists(texts, i => Below(i).All(IsNumber)) || Array.Exists(texts, i => IsForeign(first[i], [.. Below(i)]));

        IEnumerable<int> Places(Func<string, bool> holds) => Enumerable.Range(0, first.Length).Where(i => holds(first[i]));

        IEnumerable<string> Below(int column) => below.Where(r => column < r.Length).Select(r => r[column]);

        bool IsNumber(string cell) =>
            NumberText.TryParse(cell, decimalCommas, out _)
            || (cell.Length > 0 && NumberText.MissingWords.Contains(cell))
            || double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out _);
    }

    /// <summary>Whether they are 0, 1, 2, 3 and so on; fewer than that may be a row like others.</summary>
    private static bool IsNumbered(string[] cells) =>
        cells.Length > 3 && cells.Select((cell, i) => cell == i.ToString(CultureInfo.InvariantCulture)).All(same => same);

    /// <summary>Whether a text is none of those that a column repeats.</summary>
    private static bool IsForeign(string text, string[] column) =>
        column.Distinct().Count() <= column.Length / 2 && !column.Contains(text);
}
