using System.Globalization;
using Gan.Onnx;
using Gan.Onnx.Bundles;

namespace Gan.Training.Data;

/// <summary>Reads a data set from comma-separated text: one sample a row, the label as the last column if there is one.</summary>
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
    /// <exception cref="GanException">The file is missing, truncated or empty, or a row has the wrong number of columns or a
    /// value that is not a number in range. The message names the file, the line and the column, both counted from 1.</exception>
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
        var columns = size + (hasLabel ? 1 : 0);
        var samples = new List<float>();
        var labels = new List<int>();
        using var rows = new CsvReader(stream, name);
        while (NextSample(rows))
        {
            for (var column = 0; column < Math.Min(rows.Count, size); column++)
            {
                var value = Number(rows, name, column);
                if (value < range.Minimum || value > range.Maximum)
                    throw Bad(rows, name, column, $"lies outside the range {range.Minimum} to {range.Maximum}");
                samples.Add(value);
            }

            if (rows.Count != columns)
                throw new GanException(
                    $"The data file '{name}' has {rows.Count} columns in line {rows.Line}; {columns} are needed ({size} values"
                        + (hasLabel ? " and a label)." : ").")
                );
            if (hasLabel)
            {
                if (!int.TryParse(rows[size], NumberStyles.Integer, CultureInfo.InvariantCulture, out var label))
                    throw Bad(rows, name, size, "is not an integer label");
                labels.Add(label);
            }
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
    /// to the largest value there is.</summary>
    /// <param name="path">The file, plain or gzip.</param>
    /// <param name="hasLabel">Whether the last column is a label.</param>
    /// <exception cref="GanException">The file is missing or truncated or holds no rows, or a value is not a finite
    /// number.</exception>
    public static (int Length, ValueRange Range) Describe(string path, bool hasLabel)
    {
        using var file = PackedFile.Open(path);
        using var rows = new CsvReader(file, path);
        var (length, low, high) = (0, double.PositiveInfinity, double.NegativeInfinity);
        while (NextSample(rows))
        {
            if (length == 0)
                length = rows.Count - (hasLabel ? 1 : 0);
            for (var column = 0; column < Math.Min(rows.Count, length); column++)
            {
                var value = Number(rows, path, column);
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

    private static bool NextSample(CsvReader rows) => rows.Read() && (rows.Line > 1 || !IsHeader(rows) || rows.Read());

    private static bool IsHeader(CsvReader row)
    {
        for (var column = 0; column < row.Count; column++)
        {
            if (double.TryParse(row[column], NumberStyles.Float, CultureInfo.InvariantCulture, out _))
                return false;
        }

        return true;
    }

    private static float Number(CsvReader row, string name, int column) =>
        float.TryParse(row[column], NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && float.IsFinite(value)
            ? value
            : throw Bad(row, name, column, NotFinite);

    private static GanException Bad(CsvReader row, string name, int column, string what) =>
        new(
            string.Create(
                CultureInfo.InvariantCulture,
                $"The data file '{name}' has '{row[column]}' in line {row.Line}, column {column + 1}, which {what}."
            )
        );
}
