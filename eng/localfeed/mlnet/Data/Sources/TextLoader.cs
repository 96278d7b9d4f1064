using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>Rows from lines of separated fields.</summary>
public sealed partial class TextLoader : IDataLoader<IMultiStreamSource>
{
    private readonly Options _options;
    private readonly DataViewSchema _schema;
    private readonly Range[][] _sources;

    internal TextLoader(Options options, IMultiStreamSource? sample)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.Columns is not { Length: > 0 })
            throw new ArgumentException("A text loader needs at least one column.", nameof(options));
        if (options.Separators is not { Length: > 0 })
            throw new ArgumentException("A text loader needs at least one separator.", nameof(options));
        _options = options;
        var fields = options.InputSize ?? 0;
        if (fields == 0 && Array.Exists(options.Columns, column => Array.Exists(column.Source, range => range.Max is null)))
            fields = CountFields(sample ?? throw new InvalidOperationException(
                "A column reaches to the end of the line: give InputSize, or a data sample to see how long lines are."));
        _sources = Array.ConvertAll(options.Columns, column => Array.ConvertAll(column.Source, range => range.Max is null
            ? new Range(range.Min, fields - 1) { ForceVector = true }
            : range));
        var builder = new DataViewSchema.Builder();
        for (var i = 0; i < options.Columns.Length; i++)
            builder.AddColumn(options.Columns[i].Name, TypeOf(options.Columns[i], _sources[i]));
        _schema = builder.ToSchema();
    }

    public DataViewSchema GetOutputSchema() => _schema;

    public IDataView Load(IMultiStreamSource source)
    {
        ArgumentNullException.ThrowIfNull(source);
        return new TextView(source, _options, _schema, _sources);
    }

    void ICanSaveModel.Save(ModelSaveContext ctx) =>
        throw new NotSupportedException("Saving a text loader with a model is not supported: save the model with the schema of its input.");

    internal static TextLoader Create<TInput>(Options options, IMultiStreamSource? sample)
    {
        var columns = new List<Column>();
        foreach (var column in SchemaDefinition.Create(typeof(TInput), SchemaDefinition.Direction.Write))
        {
            var member = MemberAccess.Find(typeof(TInput), column.MemberName);
            if (Attribute.GetCustomAttribute(member, typeof(LoadColumnAttribute)) is not LoadColumnAttribute { Sources: var sources })
                continue;
            var item = column.ColumnType.Item();
            var kind = Enum.Parse<DataKind>(item is KeyDataViewType ? item.RawType.Name : item.ToString()!);
            columns.Add(new Column(column.ColumnName, kind, sources, item is KeyDataViewType key ? new KeyCount(key.Count) : null)
            {
                IsVector = column.ColumnType is VectorDataViewType,
            });
        }
        if (columns.Count == 0)
            throw new InvalidOperationException($"The type {typeof(TInput)} has no member with a LoadColumn attribute.");
        options.Columns = [.. columns];
        return new TextLoader(options, sample);
    }

    private static DataViewType TypeOf(Column column, Range[] sources)
    {
        PrimitiveDataViewType item = ColumnTypes.Of(column.DataKind);
        if (column.KeyCount is { } keys)
            item = new KeyDataViewType(item.RawType, keys.Count ?? uint.MaxValue);
        var size = sources.Sum(range => range.Max!.Value - range.Min + 1);
        return size > 1 || column.IsVector || Array.Exists(sources, range => range.ForceVector) ? new VectorDataViewType(item, size) : item;
    }

    private int CountFields(IMultiStreamSource sample)
    {
        using var reader = sample.OpenTextReader(0);
        var splitter = new LineSplitter(_options);
        if (_options.HasHeader)
            splitter.ReadLine(reader);
        return splitter.ReadLine(reader)?.Count ?? 0;
    }
}
