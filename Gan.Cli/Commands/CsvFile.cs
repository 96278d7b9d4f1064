using System.Globalization;
using Gan.Training;

namespace Gan.Cli.Commands;

/// <summary>Writes comma-separated values whose cells need no quoting.</summary>
internal static class CsvFile
{
    public static void Write(string path, IReadOnlyList<string> header, IEnumerable<IEnumerable<string>> rows) =>
        AtomicFile.Write(
            path,
            stream =>
            {
                using var writer = new StreamWriter(stream, leaveOpen: true);
                if (header.Count > 0)
                    writer.WriteLine(string.Join(',', header));
                foreach (var row in rows)
                    writer.WriteLine(string.Join(',', row));
            }
        );

    /// <summary>The shortest text that reads back as the same number.</summary>
    public static string Text(float value) => value.ToString("R", CultureInfo.InvariantCulture);
}
