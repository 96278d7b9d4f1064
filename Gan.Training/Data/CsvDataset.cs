using System.Globalization;
using Gan.Onnx;
using Gan.Onnx.Bundles;
using Gan.Training.Tables;
using Gan.Training.Tables.Reading;

namespace Gan.Training.Data;

/// <summary>Reads a data set of numbers from a file of separated values, plain or gzip, or from an ARFF or Parquet file: one
/// sample a row, the label as the last column if there is one.</summary>
/// <remarks>How the file is written is recognised as for tables; see <see cref="Tables.Table.FromFile"/>.</remarks>
public static class CsvDataset
{
    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">What its rows are; defaults when null.</param>
    /// <exception cref="GanException">The file is missing, truncated or empty, or a row has the wrong number of columns or a
    /// value that is not a number in range. The message names the file, the line and the column.</exception>
    public static Dataset Read(string path, CsvDatasetOptions? options = null)
    {
        options ??= new CsvDatasetOptions();
        return TableReader.Reading(path, options.Table, (source, _) => Read(source, path, options));
    }

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

    private static Dataset Read(ITableSource source, string name, CsvDatasetOptions options, bool isFile = true)
    {
        var table = options.Table;
        TableReader.RequireColumns(source, name, table);
        int[] used =
        [
            .. Enumerable
                .Range(0, source.Names.Count)
                .Where(i => !table.IgnoredColumns.Contains(source.Names[i]) && source.Names[i] != table.KeyColumn),
        ];
        int[] wanted = options.Columns is { } columns && source.HasNames ? Places(source, name, columns, used, table) : [];
        int? labelPlace = options.HasLabel && used.Except(wanted).Any() ? used.Except(wanted).Last() : null;
        int[] features = wanted.Length > 0 ? wanted : [.. used.Where(i => i != labelPlace)];
        int[] rest = [.. used.Where(i => i != labelPlace && !features.Contains(i))];
        if (features.Length == 0 || (options.HasLabel && labelPlace is null))
            throw new GanException(
                $"The data file '{name}' has no column of {(features.Length == 0 ? "values" : "labels")} beside those that "
                    + $"are left "
                    + "out."
            );
        var shape = options.Shape ?? [features.Length];
        var size = shape.Aggregate(1, (product, n) => checked(product * n));
        if (features.Length != size)
            throw new GanException(
                $"The data file '{name}' has {used.Length} columns; {size + (options.HasLabel ? 1 : 0)} are needed ({size} values"
                    + (options.HasLabel ? " and a label)." : ").")
                    + (
                        features.Length > size
                            ? $" Leave others out ({table.Names.Ignored}), or let one name the rows ({table.Names.Key})."
                            : ""
                    )
            );
        var samples = new SampleBuffer(name, size, source.ExpectedRows, options);
        var readers = new ITableColumn?[source.Names.Count];
        for (var i = 0; i < features.Length; i++)
            readers[features[i]] = samples.Column(i, source.Names[features[i]]);
        var label = labelPlace is { } last ? TextColumn(last) : null;
        var key = table.KeyColumn is { } named ? TextColumn(source.Names.ToList().IndexOf(named)) : null;
        source.Read(readers, null);
        var values = samples.ToArray();
        if (values.Length == 0)
            throw new GanException($"The data file '{name}' holds no rows.");
        var (labels, labelNames) = label is null ? (null, null) : LabelNumbers.Of(label.Texts());
        return new Dataset(
            Path.GetFileName(name),
            shape,
            new FloatSamples(values, size),
            labels,
            options.Range ?? ValueScaling.RangeOf(values),
            table.Source ?? name,
            table.Licence,
            labelNames
        )
        {
            ClassWords = $"values in column '{label?.Name}'",
            RowNames = key is null ? null : new RowNames(table.KeyColumn!, [.. key.Texts().Select(t => t ?? "")]),
            Description = !isFile
                ? null
                : new TableDescription
                {
                    File = name,
                    Format = source.Format,
                    HasNames = source.HasNames,
                    RowCount = values.Length / size,
                    Columns = samples.Describe([.. features.Select(f => source.Names[f])]),
                    LeftOut =
                    [
                        .. table.IgnoredColumns,
                        .. table.KeyColumn is { } left ? [left] : Array.Empty<string>(),
                        .. rest.Select(i => source.Names[i]),
                        .. label is null ? [] : new[] { $"{label.Name} (the label)" },
                    ],
                    Notes = source.Notes,
                },
        };

        ColumnReader TextColumn(int place)
        {
            var column = new ColumnReader(source.Names[place], isText: true, isNominal: true, false, table);
            readers[place] = column;
            return column;
        }
    }

    private static int[] Places(ITableSource source, string name, IReadOnlyList<string> columns, int[] used, TableOptions table)
    {
        var names = source.Names.ToList();
        return [.. columns.Select(Place)];

        int Place(string column)
        {
            var place = names.IndexOf(column);
            if (place < 0)
                throw new GanException(
                    $"The data file '{name}' has no column '{column}', which is one of {columns.Count} that are needed. Columns: "
                        + $"{string.Join(", ", names)}."
                );
            return used.Contains(place)
                ? place
                : throw new GanException(
                    $"The column '{column}' of the data file '{name}' is one of {columns.Count} that are needed: it cannot be "
                        + $"left "
                        + $"out ({table.Names.Ignored}) or name the rows ({table.Names.Key})."
                );
        }
    }

    /// <summary>Samples as they grow, column by column.</summary>
    private sealed class SampleBuffer(string name, int size, int expectedRows, CsvDatasetOptions options)
    {
        private float[] _values = SampleSource.Allocate<float>(
            Math.Clamp(expectedRows + expectedRows / 16L, 64, Array.MaxLength / size),
            size
        );
        private readonly Dictionary<string, int>?[] _words = new Dictionary<string, int>?[size];
        private int _rows;

        public ITableColumn Column(int place, string column) => new Values(this, place, column);

        public float[] ToArray() => _values[..(_rows * size)];

        /// <summary>What each column holds.</summary>
        public IReadOnlyList<ColumnDescription> Describe(IReadOnlyList<string> names)
        {
            var (low, high, missing) = (new float[size], new float[size], new int[size]);
            Array.Fill(low, float.PositiveInfinity);
            Array.Fill(high, float.NegativeInfinity);
            for (var row = 0; row < _rows; row++)
            {
                var values = _values.AsSpan(row * size, size);
                for (var place = 0; place < size; place++)
                {
                    var value = values[place];
                    if (value < low[place])
                        low[place] = value;
                    if (value > high[place])
                        high[place] = value;
                    missing[place] += float.IsNaN(value) ? 1 : 0;
                }
            }

            return
            [
                .. names.Select(
                    (name, place) =>
                        new ColumnDescription(
                            name,
                            null,
                            missing[place] < _rows ? low[place] : null,
                            missing[place] < _rows ? high[place] : null,
                            missing[place],
                            _words[place] ?? new Dictionary<string, int>()
                        )
                ),
            ];
        }

        private void Add(int row, int place, float value)
        {
            var index = (long)row * size + place;
            if (index >= _values.Length)
            {
                var grown = SampleSource.Allocate<float>(Math.Min(2L * _values.Length / size, Array.MaxLength / size), size);
                if (index >= grown.Length)
                    SampleSource.Allocate<float>(row + 1, size);
                _values.CopyTo(grown, 0);
                _values = grown;
            }

            _values[index] = value;
            _rows = Math.Max(_rows, row + 1);
        }

        private sealed class Values(SampleBuffer buffer, int place, string column) : ITableColumn
        {
            private int _row;

            public bool WantsNumbers => true;

            public bool KeepsCodes => false;

            public void AddNumber(double number, int line)
            {
                // What is larger than numbers of 32 bits is as far out as they go.
                var value = (float)Math.Clamp(number, float.MinValue, float.MaxValue);
                if (
                    buffer.Options.Range is { } range
                    && !buffer.Options.AllowsOutside
                    && (value < range.Minimum || value > range.Maximum)
                )
                    throw Bad(number.ToString("R", CultureInfo.InvariantCulture), line, $"lies outside the range {range}");
                buffer.Add(_row++, place, value);
            }

            public void AddText(ReadOnlySpan<char> text, int line)
            {
                var word = text.ToString();
                // Detectors score what lies infinitely far out as they score what lies as far out as numbers go.
                if (buffer.Options is { AllowsOutside: true, AllowsMissing: true } && NumberText.Infinity(word) is { } infinity)
                {
                    AddNumber(infinity, line);
                    return;
                }

                if (!NumberText.IsMissing(word, asText: false, buffer.Options.Table))
                    throw Bad(
                        word,
                        line,
                        $"is {(DateSearch.IsDate(word) ? "a date" : "no finite number")}. Leave the column out "
                            + $"({buffer.Options.Table.Names.Ignored}), say what stands "
                            + $"for a "
                            + $"missing value ({buffer.Options.Table.Names.Missing}), or train the recipe ctgan, which learns "
                            + $"texts and dates"
                    );
                if (word.Length > 0)
                {
                    var words = buffer._words[place] ??= new Dictionary<string, int>(StringComparer.Ordinal);
                    words[word] = words.GetValueOrDefault(word) + 1;
                }

                AddMissing(line);
            }

            public void AddMissing(int line)
            {
                if (!buffer.Options.AllowsMissing)
                    throw new GanException(
                        $"The data file '{buffer.Name}' has no value in line {line}, column '{column}'. Fill it or leave the "
                            + $"row out; "
                            + "the recipes of detectors and ctgan take missing values."
                    );
                buffer.Add(_row++, place, float.NaN);
            }

            private GanException Bad(string text, int line, string what) =>
                new($"The data file '{buffer.Name}' has '{text}' in line {line}, column '{column}', which {what}.");
        }

        private CsvDatasetOptions Options => options;

        private string Name => name;
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
