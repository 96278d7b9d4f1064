using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML;

public sealed partial class DataOperationsCatalog : IInternalCatalog
{
    private readonly IHostEnvironment _env;

    internal DataOperationsCatalog(IHostEnvironment env)
    {
        _env = env.RegisterHost(nameof(DataOperationsCatalog));
    }

    IHostEnvironment IInternalCatalog.Environment => _env;

    public IDataView LoadFromEnumerable<TRow>(IEnumerable<TRow> data, SchemaDefinition? schemaDefinition = null)
        where TRow : class
    {
        ArgumentNullException.ThrowIfNull(data);
        var definition = schemaDefinition ?? SchemaDefinition.Create(typeof(TRow), SchemaDefinition.Direction.Read);
        return new EnumerableView<TRow>(data, definition, TypedColumns.ToSchema(definition));
    }

    public IDataView LoadFromEnumerable<TRow>(IEnumerable<TRow> data, DataViewSchema schema)
        where TRow : class
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(schema);
        var definition = TypedColumns.Adapt(SchemaDefinition.Create(typeof(TRow), SchemaDefinition.Direction.Read), schema);
        var builder = new DataViewSchema.Builder();
        foreach (var column in definition)
            builder.AddColumn(column.ColumnName, column.ColumnType, schema.GetColumnOrNull(column.ColumnName)?.Annotations);
        return new EnumerableView<TRow>(data, definition, builder.ToSchema());
    }

    public IEnumerable<TRow> CreateEnumerable<TRow>(IDataView data, bool reuseRowObject, bool ignoreMissingColumns = false,
        SchemaDefinition? schemaDefinition = null)
        where TRow : class, new()
    {
        ArgumentNullException.ThrowIfNull(data);
        var definition = schemaDefinition ?? SchemaDefinition.Create(typeof(TRow), SchemaDefinition.Direction.Write);
        // What does not fit is said now, not when the result is first enumerated.
        var columns = TypedRowWriter<TRow>.Columns(data.Schema, definition, ignoreMissingColumns);
        return Rows();

        IEnumerable<TRow> Rows()
        {
            using var cursor = data.GetRowCursor(columns);
            var writer = new TypedRowWriter<TRow>(cursor, definition, ignoreMissingColumns);
            var row = new TRow();
            while (cursor.MoveNext())
            {
                if (!reuseRowObject)
                    row = new TRow();
                writer.Fill(row);
                yield return row;
            }
        }
    }

    public IDataView Cache(IDataView input, params string[] columnsToPrefetch)
    {
        ArgumentNullException.ThrowIfNull(input);
        return new CacheView(input, columnsToPrefetch?.Select(name => input.Schema[name]));
    }

    public IDataView ShuffleRows(IDataView input, int? seed = null, int shufflePoolSize = 1000, bool shuffleSource = true)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (shufflePoolSize <= 0)
            throw new ArgumentOutOfRangeException(nameof(shufflePoolSize), "Must be positive");
        return new ShuffleView(input, seed ?? NextSeed(), shufflePoolSize, shuffleSource);
    }

    public IDataView SkipRows(IDataView input, long count)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (count <= 0)
            throw new ArgumentOutOfRangeException(nameof(count), "Must be greater than zero.");
        return new SkipTakeView(input, count, long.MaxValue);
    }

    public IDataView TakeRows(IDataView input, long count)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (count <= 0)
            throw new ArgumentOutOfRangeException(nameof(count), "Must be greater than zero.");
        return new SkipTakeView(input, 0, count);
    }

    public TrainTestData TrainTestSplit(IDataView data, double testFraction = 0.1, string? samplingKeyColumnName = null, int? seed = null)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (!(testFraction > 0 && testFraction < 1))
            throw new ArgumentOutOfRangeException(nameof(testFraction), "Must be between 0 and 1 exclusive");
        var chosen = seed ?? NextSeed();
        return new TrainTestData(
            RandomSplit.Range(data, chosen, samplingKeyColumnName, 0, testFraction, complement: true),
            RandomSplit.Range(data, chosen, samplingKeyColumnName, 0, testFraction, complement: false));
    }

    public IReadOnlyList<TrainTestData> CrossValidationSplit(IDataView data, int numberOfFolds = 5, string? samplingKeyColumnName = null,
        int? seed = null)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (numberOfFolds <= 1)
            throw new ArgumentOutOfRangeException(nameof(numberOfFolds), "Must be more than 1");
        var chosen = seed ?? NextSeed();
        var folds = new TrainTestData[numberOfFolds];
        for (var fold = 0; fold < numberOfFolds; fold++)
        {
            double from = (double)fold / numberOfFolds, to = (double)(fold + 1) / numberOfFolds;
            folds[fold] = new TrainTestData(
                RandomSplit.Range(data, chosen, samplingKeyColumnName, from, to, complement: true),
                RandomSplit.Range(data, chosen, samplingKeyColumnName, from, to, complement: false));
        }
        return folds;
    }

    private int NextSeed() => ((IHost)_env).Rand.Next();
}
