using System.Globalization;
using System.IO.Compression;
using Gan.Onnx;

namespace Gan.Benchmarks.Anomaly;

/// <summary>A table with a label behind each row: 1, or any number above 0, where it is abnormal.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Rows">Values by row; NaN where a cell is empty.</param>
/// <param name="Abnormal">Whether each row is abnormal.</param>
internal sealed record AnomalyTable(string Name, float[][] Rows, bool[] Abnormal)
{
    /// <summary>Reads a csv or csv.gz with a header, whose last column is <c>label</c>.</summary>
    public static AnomalyTable Read(string folder, string name)
    {
        var path = Find(folder, name);
        using var file = File.OpenRead(path);
        using Stream stream = path.EndsWith(".gz", StringComparison.Ordinal)
            ? new GZipStream(file, CompressionMode.Decompress)
            : file;
        using var reader = new StreamReader(stream);
        var header = reader.ReadLine()?.Split(',') ?? [];
        if (header.Length < 2 || header[^1].Trim() is not "label")
            throw new GanException($"The file '{path}' must have a header whose last column is 'label'.");
        var (rows, labels) = (new List<float[]>(), new List<bool>());
        while (reader.ReadLine() is { } line)
        {
            if (line.Length == 0)
                continue;
            var cells = line.Split(',');
            if (cells.Length != header.Length)
                throw new GanException(
                    $"The file '{path}' has {cells.Length} columns in line {rows.Count + 2}; the header has {header.Length}."
                );
            var values = cells.Select(cell => Parse(cell, path, rows.Count + 2)).ToArray();
            rows.Add(values[..^1]);
            labels.Add(values[^1] > 0);
        }

        return new AnomalyTable(name, [.. rows], [.. labels]);
    }

    private static float Parse(string cell, string path, int line) =>
        string.IsNullOrWhiteSpace(cell) ? float.NaN
        : float.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value
        : throw new GanException($"The file '{path}' has '{cell}' in line {line}, which is no number.");

    private static string Find(string folder, string name)
    {
        if (!Directory.Exists(folder))
            throw new GanException($"The folder '{folder}' does not exist. Name one with --data.");
        return Directory
                .EnumerateFiles(folder)
                .FirstOrDefault(file =>
                    Path.GetFileName(file) is var f
                    && (
                        f.Equals($"{name}.csv", StringComparison.OrdinalIgnoreCase)
                        || f.Equals($"{name}.csv.gz", StringComparison.OrdinalIgnoreCase)
                    )
                )
            ?? throw new GanException($"The folder '{folder}' has neither '{name}.csv' nor '{name}.csv.gz'.");
    }
}
