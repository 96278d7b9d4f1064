using Gan.Cli.Tables;
using Gan.MLNet;
using Gan.Onnx.Bundles;
using Gan.Onnx.Inference;
using Gan.Training.Tables;
using Gan.Training.Tables.Writing;
using Microsoft.ML;

namespace Gan.Cli.Commands;

/// <summary>Writes generated rows as separated values, or as Parquet where the file's name ends so. A row depends on the seed and
/// its number alone, so rows are made some at a time, and memory does not grow with their number.</summary>
internal static class SampleRows
{
    // A whole number of the batches that networks run in, so that blocks change no sample.
    private const int BatchRows = 256,
        MaximumValues = 1 << 20;

    /// <summary>The list that samples are in where they have no columns of their own.</summary>
    private const string ListColumn = "Features";

    /// <summary>Writes rows of a table.</summary>
    /// <param name="bundle">A bundle of a table.</param>
    /// <param name="path">The file to make or replace.</param>
    /// <param name="count">How many.</param>
    /// <param name="seed">Another seed gives other rows.</param>
    /// <param name="conditions">Categories by column that every row must have.</param>
    /// <param name="cancellation">Stops between two rows; no file is left then.</param>
    public static void WriteTable(
        GanBundle bundle,
        string path,
        int count,
        ulong seed,
        IReadOnlyDictionary<string, string> conditions,
        CancellationToken cancellation
    )
    {
        if (!OutputFormat.IsParquet(path))
        {
            using var writer = new TableWriter(bundle);
            var drawn = writer.Draw(seed, 0, count, [.. conditions]);
            CsvFile.Write(path, [.. writer.Columns.Select(c => c.Name)], drawn, cancellation);
            return;
        }

        var data = new MLContext().Data;
        var allowCopies = bundle.Manifest.Table!.Fingerprints is null;
        using var rows = data.GenerateTableWithGan(bundle, count, conditions, seed, allowCopies);
        data.SaveAsParquet(rows, path, cancellation);
    }

    /// <summary>Writes samples, a row each: in Parquet with the columns that the bundle was trained on, or else as a
    /// list.</summary>
    /// <param name="session">Makes them.</param>
    /// <param name="columns">The names of a sample's values; null where they have none.</param>
    /// <param name="path">The file to make or replace.</param>
    /// <param name="count">How many.</param>
    /// <param name="seed">Another seed gives other samples.</param>
    /// <param name="truncation">The bound on latent values.</param>
    /// <param name="text">What they are to show, where the generator takes texts.</param>
    /// <param name="cancellation">Stops between two rows; no file is left then.</param>
    public static void Write(
        GeneratorSession session,
        IReadOnlyList<string>? columns,
        string path,
        int count,
        ulong seed,
        float truncation,
        string? text,
        CancellationToken cancellation
    )
    {
        var samples = Until(Draw(session, count, seed, truncation, text), cancellation);
        if (!OutputFormat.IsParquet(path))
        {
            CsvFile.Write(path, [], samples.Select(sample => sample.ToArray().Select(CsvFile.Text)), cancellation);
            return;
        }

        if (columns is not null)
        {
            ParquetColumn<float?>[] written = [.. columns.Select(name => new ParquetColumn<float?>(name))];
            ParquetRows.Write(
                path,
                written,
                rows =>
                {
                    foreach (var sample in samples)
                    {
                        for (var i = 0; i < written.Length; i++)
                            written[i].Add(Number(sample[i]));
                        rows.EndRow();
                    }
                }
            );
            return;
        }

        var list = new ParquetColumn<float?[]>(ListColumn);
        ParquetRows.Write(
            path,
            [list],
            rows =>
            {
                foreach (var sample in samples)
                {
                    list.Add([.. sample.Select(Number)]);
                    rows.EndRow();
                }
            }
        );
    }

    private static IEnumerable<T> Until<T>(IEnumerable<T> rows, CancellationToken cancellation)
    {
        foreach (var row in rows)
        {
            cancellation.ThrowIfCancellationRequested();
            yield return row;
        }
    }

    private static float? Number(float value) => float.IsNaN(value) ? null : value;

    private static IEnumerable<ArraySegment<float>> Draw(
        GeneratorSession session,
        int count,
        ulong seed,
        float truncation,
        string? text
    )
    {
        var size = session.SampleSize;
        var block = Math.Min(count, Math.Max(BatchRows, MaximumValues / size / BatchRows * BatchRows));
        var values = new float[block * size];
        for (var first = 0; first < count; first += block)
        {
            var rows = Math.Min(block, count - first);
            session.Generate(seed, first, rows, truncation, text, values.AsSpan(0, rows * size));
            for (var row = 0; row < rows; row++)
                yield return new ArraySegment<float>(values, row * size, size);
        }
    }
}
