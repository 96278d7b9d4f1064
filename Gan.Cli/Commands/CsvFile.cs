using System.Globalization;
using Gan.Training;
using Gan.Training.Tables.Reading;

namespace Gan.Cli.Commands;

/// <summary>Writes comma-separated values that read back as they were.</summary>
internal static class CsvFile
{
    /// <summary>Writes a file of rows, each cell in quotes where it needs them.</summary>
    /// <param name="path">The file; it appears whole or not at all.</param>
    /// <param name="header">The columns' names; none for a file without a header.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="cancellation">Stops between two rows; then no file appears.</param>
    public static void Write(
        string path,
        IReadOnlyList<string> header,
        IEnumerable<IEnumerable<string>> rows,
        CancellationToken cancellation = default
    ) =>
        WriteLines(
            path,
            (header.Count > 0 ? rows.Prepend(header) : rows).Select(row => SeparatedText.Row(row, ',')),
            cancellation
        );

    /// <summary>Writes a file of rows that are text already.</summary>
    public static void WriteLines(string path, IEnumerable<string> rows, CancellationToken cancellation = default) =>
        AtomicFile.Write(
            path,
            stream =>
            {
                using var writer = new StreamWriter(stream, leaveOpen: true);
                foreach (var row in rows)
                {
                    cancellation.ThrowIfCancellationRequested();
                    writer.WriteLine(row);
                }
            }
        );

    /// <summary>The shortest text that reads back as the same number.</summary>
    public static string Text(float value) => value.ToString("R", CultureInfo.InvariantCulture);
}
