using Gan.Onnx;
using Gan.Onnx.Bundles;
using Gan.Training.Tables;
using Gan.Training.Tables.Reading;

namespace Gan.Training.Data;

/// <summary>Reads a data set of numbers from a file of separated values, an ARFF or a Parquet file.</summary>
internal static class CsvDataset
{
    /// <summary>What <see cref="Dataset.FromCsv"/> gives.</summary>
    public static Dataset Read(string path, CsvDatasetOptions? options = null)
    {
        options ??= new CsvDatasetOptions();
        return TableReader.Reading(path, options.Table, (source, _) => Read(source, path, options));
    }

    /// <summary>The same with the rows as they stand in the file.</summary>
    public static (Dataset Data, CsvText Text) ReadText(string path, CsvDatasetOptions options) =>
        TableReader.Reading(
            path,
            options.Table,
            (source, _) =>
            {
                var lines = new List<string>();
                var data = Read(source, path, options, lines: lines);
                var format = (source as CsvSource)?.TextFormat;
                var text = new CsvText(
                    source.Names,
                    // Where the file names no columns the first line is made up.
                    source.HasNames
                        ? lines[0]
                        : null,
                    [.. lines.Skip(1)],
                    format?.Separator ?? ',',
                    format?.HasDecimalCommas ?? false,
                    CsvLayout.Of(source, path, options)
                );
                return (data, text);
            }
        );

    /// <summary>Reads a stream of separated values that can seek.</summary>
    /// <param name="stream">The text, plain or gzip; left open.</param>
    /// <param name="name">What to call it in messages.</param>
    /// <param name="options">What its rows are.</param>
    internal static Dataset Read(Stream stream, string name, CsvDatasetOptions options)
    {
        var format = TextFormat.Recognise(stream, name, options.Table);
        using var source = new CsvSource(name, stream, format, options.Table, leaveOpen: true);
        return Read(source, name, options, isFile: false);
    }

    private static Dataset Read(
        ITableSource source,
        string name,
        CsvDatasetOptions options,
        bool isFile = true,
        List<string>? lines = null
    )
    {
        var (table, layout) = (options.Table, CsvLayout.Of(source, name, options));
        var samples = new SampleBuffer(name, layout.Size, source.ExpectedRows, options);
        var readers = new ITableColumn?[source.Names.Count];
        samples.AddTo(readers, source, layout);
        var label = TextColumn(layout.Label);
        var key = TextColumn(layout.Key);
        source.Read(readers, lines);
        var values = samples.ToArray();
        if (values.Length == 0)
            throw new GanException($"The data file '{name}' holds no rows.");
        var (labels, labelNames) = label is null ? (null, null) : LabelNumbers.Of(label.Texts());
        return new Dataset(
            Path.GetFileName(name),
            layout.Shape,
            new FloatSamples(values, layout.Size),
            labels,
            options.Range ?? ValueScaling.RangeOf(values),
            table.Source ?? name,
            table.Licence,
            labelNames
        )
        {
            ClassWords = $"values in column '{label?.Name}'",
            RowNames = key is null ? null : new RowNames(table.KeyColumn!, [.. key.Texts().Select(t => t ?? "")]),
            Description = isFile
                ? layout.Describe(source, name, table, values.Length / layout.Size, samples.Describe(source, layout))
                : null,
        };

        ColumnReader? TextColumn(int? place)
        {
            if (place is not { } at)
                return null;
            var column = new ColumnReader(source.Names[at], isText: true, isNominal: true, false, table);
            readers[at] = column;
            return column;
        }
    }
}

/// <summary>What the rows of a file of numbers are.</summary>
public sealed record CsvDatasetOptions
{
    /// <summary>Shape of one sample without the batch; null, the default, for vectors as long as a row has values.</summary>
    public IReadOnlyList<int>? Shape { get; init; }

    /// <summary>The columns that samples are made of, in this order, where the file names its columns; null, the default, for all
    /// as they stand in the file.</summary>
    public IReadOnlyList<string>? Columns { get; init; }

    /// <summary>The values a sample may take; null, the default, for those that there are.</summary>
    public ValueRange? Range { get; init; }

    /// <summary>Whether values outside of the range are taken, as they are where something is scored that was never trained on.
    /// Default false.</summary>
    public bool AllowsOutside { get; init; }

    /// <summary>Whether a cell may be empty, or hold a word for that; the value is then NaN. Only detectors take such data.
    /// Default false.</summary>
    public bool AllowsMissing { get; init; }

    /// <summary>Whether the last column is a label: whole numbers from 0, or texts. Default false.</summary>
    public bool HasLabel { get; init; }

    /// <summary>Which columns, and how the file is written.</summary>
    public TableOptions Table { get; init; } = new();
}
