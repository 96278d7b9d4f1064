namespace Microsoft.ML.Data;

/// <summary>One object as a row: what a prediction engine feeds to a mapper.</summary>
internal sealed class TypedRow<TRow> : DataViewRow
    where TRow : class
{
    private readonly Delegate[] _getters;
    private TRow? _current;
    private long _position = -1;

    public TypedRow(SchemaDefinition definition)
    {
        Schema = TypedColumns.ToSchema(definition);
        _getters = TypedColumns.Getters(definition, () => _current ?? throw new InvalidOperationException("The row has no value yet."));
    }

    public override DataViewSchema Schema { get; }

    public override long Position => _position;

    public override long Batch => 0;

    public void Set(TRow row)
    {
        _current = row;
        _position++;
    }

    public override bool IsColumnActive(DataViewSchema.Column column) => true;

    public override ValueGetter<DataViewRowId> GetIdGetter() => (ref DataViewRowId id) => id = new DataViewRowId((ulong)_position, 0);

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) => Getters.Typed<TValue>(_getters[column.Index], column);
}
