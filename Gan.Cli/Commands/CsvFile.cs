using System.Globalization;
using Gan.Training;

namespace Gan.Cli.Commands;

/// <summary>Writes comma-separated values that read back as they were.</summary>
internal static class CsvFile
{
    private static readonly System.Buffers.SearchValues<char> Quoted = System.Buffers.SearchValues.Create(",\"\r\n");

    /// <summary>Writes a file of rows, each cell in quotes where it needs them.</summary>
    /// <param name="path">The file; it appears whole or not at all.</param>
    /// <param name="header">The columns' names; none for a file without a header.</param>
    /// <param name="rows">The rows.</param>
    public static void Write(string path, IReadOnlyList<string> header, IEnumerable<IEnumerable<string>> rows) =>
        WriteLines(path, (header.Count > 0 ? rows.Prepend(header) : rows).Select(Row));

    /// <summary>Writes a file of rows that are text already.</summary>
    public static void WriteLines(string path, IEnumerable<string> rows) =>
        AtomicFile.Write(
            path,
            stream =>
            {
                using var writer = new StreamWriter(stream, leaveOpen: true);
                foreach (var row in rows)
                    writer.WriteLine(row);
            }
        );

    /// <summary>The text of a row.</summary>
    public static string Row(IEnumerable<string> cells)
    {
        var row = string.Join(',', cells.Select(Cell));
        // A row without a character is none to who reads it.
        return row.Length > 0 ? row : "\"\"";
    }

    /// <summary>The shortest text that reads back as the same number.</summary>
    public static string Text(float value) => value.ToString("R", CultureInfo.InvariantCulture);

    /// <summary>In quotes what would end a cell, and blanks at its ends, which are no part of a cell otherwise.</summary>
    private static string Cell(string text) =>
        text.AsSpan().ContainsAny(Quoted) || text.AsSpan().Trim().Length < text.Length
            ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\""
            : text;
}
