using System.Globalization;
using Gan.Onnx;
using Gan.Onnx.Bundles;

namespace Gan.Training.Data;

/// <summary>Reads a data set from comma-separated text: one sample a line, the label as the last column if there is
/// one.</summary>
/// <remarks>A first row without any number is taken for a header and passed over. A file that starts as a gzip stream is unpacked
/// on the way, whatever its name.</remarks>
public static class CsvDataset
{
    private const string NotFinite = "is not a finite number. A table with text or missing values is for the recipe ctgan";

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file, plain or gzip.</param>
    /// <param name="shape">Shape of one sample without the batch.</param>
    /// <param name="range">The values a sample may take.</param>
    /// <param name="hasLabel">Whether the last column is an integer label.</param>
    /// <exception cref="GanException">The file is missing, truncated or empty, or a line has the wrong number of columns or a
    /// value
    /// that is not a number in range. The message names the file, the row and the column, both counted from 1.</exception>
    public static Dataset Read(string path, IReadOnlyList<int> shape, ValueRange range, bool hasLabel)
    {
        using var file = PackedFile.Open(path);
        return Read(file, path, shape, range, hasLabel);
    }

    /// <summary>Reads a stream that can seek.</summary>
    /// <param name="stream">The text, plain or gzip; left open.</param>
    /// <param name="name">What to call it in messages.</param>
    /// <param name="shape">Shape of one sample without the batch.</param>
    /// <param name="range">The values a sample may take.</param>
    /// <param name="hasLabel">Whether the last column is an integer label.</param>
    /// <param name="source">Where the data come from, for provenance.</param>
    /// <param name="licence">Under which licence they are used, for provenance.</param>
    /// <exception cref="GanException">As for the file overload.</exception>
    public static Dataset Read(
        Stream stream,
        string name,
        IReadOnlyList<int> shape,
        ValueRange range,
        bool hasLabel,
        string? source = null,
        string? licence = null
    )
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(shape);
        ArgumentNullException.ThrowIfNull(range);
        var size = shape.Aggregate(1, (product, n) => checked(product * n));
        var samples = new List<float>();
        var labels = new List<int>();
        var row = 0;
        try
        {
            using var reader = new StreamReader(PackedFile.Unpack(stream), leaveOpen: true);
            while (reader.ReadLine() is { } line)
            {
                row++;
                if (row == 1 && IsHeader(line))
                    continue;
                if (line.Length > 0)
                    ReadLine(line, name, row, size, range, hasLabel, samples, labels);
            }
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException)
        {
            throw new GanException(
                $"The data file '{name}' is truncated or damaged after row {row}: {e.Message} Fetch it again.",
                e
            );
        }

        if (samples.Count == 0)
            throw new GanException($"The data file '{name}' holds no rows.");
        return new Dataset(
            Path.GetFileName(name),
            shape,
            [.. samples],
            hasLabel ? [.. labels] : null,
            range,
            source ?? name,
            licence
        );
    }

    /// <summary>What the samples of a file are like, for who was not told: vectors as long as a row has values, from the smallest
    /// to the largest
    /// value there is.</summary>
    /// <param name="path">The file, plain or gzip.</param>
    /// <param name="hasLabel">Whether the last column is a label.</param>
    /// <exception cref="GanException">The file is missing or truncated or holds no rows, or a value is not a finite
    /// number.</exception>
    public static (int Length, ValueRange Range) Describe(string path, bool hasLabel)
    {
        using var file = PackedFile.Open(path);
        try
        {
            using var reader = new StreamReader(PackedFile.Unpack(file), leaveOpen: true);
            return Describe(reader, path, hasLabel);
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException)
        {
            throw new GanException($"The data file '{path}' is truncated or damaged: {e.Message} Fetch it again.", e);
        }
    }

    private static (int Length, ValueRange Range) Describe(StreamReader reader, string path, bool hasLabel)
    {
        var (length, row, low, high) = (0, 0, double.PositiveInfinity, double.NegativeInfinity);
        while (reader.ReadLine() is { } line)
        {
            row++;
            if (line.Length == 0 || (row == 1 && IsHeader(line)))
                continue;
            var columns = line.AsSpan().Count(',') + 1;
            if (length == 0)
                length = columns - (hasLabel ? 1 : 0);
            var column = 0;
            foreach (var part in line.AsSpan().Split(','))
            {
                if (++column > length)
                    break;
                var text = line.AsSpan(part).Trim();
                if (
                    !float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
                    || !float.IsFinite(value)
                )
                    throw Bad(path, row, column, text, NotFinite);
                (low, high) = (Math.Min(low, value), Math.Max(high, value));
            }
        }

        if (length < 1)
            throw new GanException($"The data file '{path}' holds no rows of values.");
        // A range is never empty; what is the same everywhere lies in the middle.
        return (
            length,
            low < high
                ? new ValueRange { Minimum = low, Maximum = high }
                : new ValueRange { Minimum = low - 1, Maximum = high + 1 }
        );
    }

    private static bool IsHeader(string line)
    {
        foreach (var part in line.AsSpan().Split(','))
        {
            if (double.TryParse(line.AsSpan(part).Trim(), NumberStyles.Float, CultureInfo.InvariantCulture, out _))
                return false;
        }

        return line.Trim().Length > 0;
    }

    private static void ReadLine(
        string line,
        string name,
        int row,
        int size,
        ValueRange range,
        bool hasLabel,
        List<float> samples,
        List<int> labels
    )
    {
        var columns = 0;
        var expected = size + (hasLabel ? 1 : 0);
        foreach (var part in line.AsSpan().Split(','))
        {
            var text = line.AsSpan(part).Trim();
            columns++;
            if (columns <= size)
            {
                if (
                    !float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
                    || !float.IsFinite(value)
                )
                    throw Bad(name, row, columns, text, NotFinite);
                if (value < range.Minimum || value > range.Maximum)
                    throw Bad(name, row, columns, text, $"lies outside the range {range}");
                samples.Add(value);
            }
            else if (columns == expected)
            {
                if (!int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var label))
                    throw Bad(name, row, columns, text, "is not an integer label");
                labels.Add(label);
            }
        }

        if (columns != expected)
            throw new GanException(
                $"The data file '{name}' has {columns} columns in row {row}; {expected} are needed ({size} values"
                    + (hasLabel ? " and a label)." : ").")
            );
    }

    private static GanException Bad(string name, int row, int column, ReadOnlySpan<char> text, string what) =>
        new($"The data file '{name}' has '{text}' in row {row}, column {column}, which {what}.");
}
