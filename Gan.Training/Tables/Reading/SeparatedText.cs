using System.Buffers;

namespace Gan.Training.Tables.Reading;

/// <summary>Writes rows of separated values that read back as they were.</summary>
internal static class SeparatedText
{
    private static readonly SearchValues<char> Special = SearchValues.Create("\"\r\n");

    /// <summary>The text of a row, without its line's end.</summary>
    public static string Row(IEnumerable<string> cells, char separator)
    {
        var row = string.Join(separator, cells.Select(c => Cell(c, separator)));
        // A row without a character is none to who reads it.
        return row.AsSpan().IsWhiteSpace() ? "\"\"" + row : row;
    }

    /// <summary>In quotes what would end a cell, and blanks at its ends, which are no part of a cell otherwise.</summary>
    private static string Cell(string text, char separator) =>
        text.Contains(separator) || text.AsSpan().ContainsAny(Special) || text.AsSpan().Trim().Length < text.Length
            ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\""
            : text;
}
