using Gan.Onnx;
using Gan.Training.Tables;
using Gan.Training.Tables.Reading;

namespace Gan.Training.Data;

/// <summary>A file of numbers as <see cref="CsvDataset"/> reads it, some rows at a time: for files larger than memory.</summary>
internal sealed class CsvBlocks
{
    private const int MaximumRows = 1 << 14,
        MaximumValues = 1 << 22,
        BatchRows = 256;

    private readonly ITableSource _source;
    private readonly string _name;
    private readonly CsvDatasetOptions _options;
    private readonly CsvLayout _layout;

    private CsvBlocks(ITableSource source, string name, CsvDatasetOptions options)
    {
        (_source, _name, _options) = (source, name, options);
        _layout = CsvLayout.Of(source, name, options);
        // A whole number of the batches that networks run in, so that blocks change no result.
        BlockRows = Math.Clamp(MaximumValues / _layout.Size / BatchRows * BatchRows, BatchRows, MaximumRows);
    }

    /// <summary>The rows of a block; the last may have fewer.</summary>
    public int BlockRows { get; }

    /// <summary>Opens a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">What its rows are; they have no label.</param>
    /// <param name="read">Reads it. It is called once more where a byte deep in the file shows that the encoding is another than
    /// was thought.</param>
    /// <exception cref="GanException">As for <see cref="CsvDataset.Read(string, CsvDatasetOptions?)"/>.</exception>
    public static void Open(string path, CsvDatasetOptions options, Action<CsvBlocks> read) =>
        TableReader.Reading(
            path,
            options.Table,
            (source, _) =>
            {
                read(new CsvBlocks(source, path, options));
                return true;
            }
        );

    /// <summary>Shape of one sample without the batch.</summary>
    public IReadOnlyList<int> Shape => _layout.Shape;

    /// <summary>The column that names the rows; null where none does.</summary>
    public string? NameColumn => _options.Table.KeyColumn;

    /// <summary>Reads the rows.</summary>
    /// <param name="take">Takes each block.</param>
    /// <returns>What was recognised in the file.</returns>
    public TableDescription Read(Action<Dataset> take)
    {
        var samples = new SampleBuffer(_name, _layout.Size, Math.Min(BlockRows, _source.ExpectedRows), _options);
        var columns = new ITableColumn?[_source.Names.Count];
        samples.AddTo(columns, _source, _layout);
        var names = _layout.Key is { } key ? new NameColumnReader(_source.Names[key], _options.Table) : null;
        if (names is not null)
            columns[_layout.Key!.Value] = names;
        var (last, rows) = (Array.FindLastIndex(columns, c => c is not null), 0);
        columns[last] = new LastColumn(
            columns[last]!,
            () =>
            {
                if (samples.Rows == BlockRows)
                    Give();
            }
        );
        _source.Read(columns, null);
        if (samples.Rows > 0)
            Give();
        return rows > 0
            ? _layout.Describe(_source, _name, _options.Table, rows, samples.Describe(_source, _layout))
            : throw new GanException($"The data file '{_name}' holds no rows.");

        void Give()
        {
            var values = samples.ToArray();
            var table = _options.Table;
            take(
                new Dataset(
                    Path.GetFileName(_name),
                    _layout.Shape,
                    new FloatSamples(values, _layout.Size),
                    null,
                    _options.Range ?? ValueScaling.RangeOf(values),
                    table.Source ?? _name,
                    table.Licence
                )
                {
                    RowNames = names is null ? null : new RowNames(NameColumn!, names.Take()),
                }
            );
            rows += samples.Rows;
            samples.Clear();
        }
    }

    /// <summary>What the rows of a block are called.</summary>
    private sealed class NameColumnReader(string name, TableOptions options) : ITableColumn
    {
        private ColumnReader _column = New(name, options);

        public bool WantsNumbers => false;

        public bool KeepsCodes => true;

        public void AddNumber(double number, int line) => _column.AddNumber(number, line);

        public void AddText(ReadOnlySpan<char> text, int line) => _column.AddText(text, line);

        public void AddMissing(int line) => _column.AddMissing(line);

        public string[] Take()
        {
            string[] names = [.. _column.Texts().Select(t => t ?? "")];
            _column = New(name, options);
            return names;
        }

        private static ColumnReader New(string name, TableOptions options) =>
            new(name, isText: true, isNominal: true, decimalCommas: false, options);
    }

    /// <summary>The last column of a row, after which the row is whole.</summary>
    private sealed class LastColumn(ITableColumn column, Action end) : ITableColumn
    {
        public bool WantsNumbers => column.WantsNumbers;

        public bool KeepsCodes => column.KeepsCodes;

        public void AddNumber(double number, int line)
        {
            column.AddNumber(number, line);
            end();
        }

        public void AddText(ReadOnlySpan<char> text, int line)
        {
            column.AddText(text, line);
            end();
        }

        public void AddMissing(int line)
        {
            column.AddMissing(line);
            end();
        }
    }
}
