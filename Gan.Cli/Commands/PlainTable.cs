namespace Gan.Cli.Commands;

/// <summary>Columns of text under headings, the same on a terminal and in a pipe.</summary>
internal static class PlainTable
{
    /// <summary>Writes rows, each cell as wide as its column; the last column ends where its text does.</summary>
    public static void Write(TextWriter output, IReadOnlyList<string> headings, IEnumerable<IReadOnlyList<string>> rows)
    {
        IReadOnlyList<string>[] lines = [headings, .. rows];
        var widths = headings.Select((_, i) => lines.Max(l => l[i].Length)).ToArray();
        foreach (var line in lines)
            output.WriteLine(
                string.Join("  ", line.Select((cell, i) => i == line.Count - 1 ? cell : cell.PadRight(widths[i]))).TrimEnd()
            );
    }
}
