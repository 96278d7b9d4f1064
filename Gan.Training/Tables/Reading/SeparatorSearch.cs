namespace Gan.Training.Tables.Reading;

/// <summary>What stands between the values of a text.</summary>
internal static class SeparatorSearch
{
    private const int MostRows = 500;
    private const string Candidates = ",;\t|";

    /// <summary>The candidate that gives the rows as many values as the first row has, most of all; a comma where none
    /// does.</summary>
    /// <param name="text">The beginning of the text.</param>
    /// <param name="isWhole">Whether that is all of it; if not, its last row is not looked at.</param>
    public static char Find(string text, bool isWhole)
    {
        var best = (Separator: ',', Agreeing: 0.0, Columns: 1);
        foreach (var separator in Candidates)
        {
            var counts = Rows(text, separator).Select(r => r.Count).Take(MostRows + 1).ToList();
            if (!isWhole && counts.Count is > 1 and <= MostRows)
                counts.RemoveAt(counts.Count - 1);
            if (counts.Count == 0 || counts[0] < 2)
                continue;
            var agreeing = (double)counts.Count(c => c == counts[0]) / counts.Count;
            if (agreeing > best.Agreeing || (agreeing == best.Agreeing && counts[0] > best.Columns))
                best = (separator, agreeing, counts[0]);
        }

        return best.Separator;
    }

    /// <summary>The rows of a text, blank ones left out; as the reader of rows splits them.</summary>
    public static IEnumerable<List<string>> Rows(string text, char separator)
    {
        var (row, start, quoted) = (new List<string>(), 0, false);
        for (var i = 0; i <= text.Length; i++)
        {
            var ends = i == text.Length;
            if (!ends && text[i] == '"')
            {
                // A quote begins a value in quotes at its start only; within one, two stand for one and change nothing here.
                quoted = quoted ? false : text.AsSpan(start, i - start).IsWhiteSpace() || text[i - 1] == '"';
                continue;
            }

            if (!ends && (quoted || (text[i] != separator && text[i] is not ('\r' or '\n'))))
                continue;
            row.Add(text[start..i].Trim());
            start = i + 1;
            if (!ends && text[i] == separator)
                continue;
            if (row.Count > 1 || row[0].Length > 0)
                yield return row;
            row = [];
        }
    }
}
