namespace Microsoft.ML.Data;

/// <summary>A cursor over rows that a view of its own holds or makes.</summary>
internal abstract class SourceCursor : DataViewRowCursor
{
    private readonly bool[] _active;
    private long _position = -1;
    private bool _ended;

    protected SourceCursor(DataViewSchema schema, IEnumerable<DataViewSchema.Column> columnsNeeded)
    {
        Schema = schema;
        _active = new bool[schema.Count];
        foreach (var column in columnsNeeded)
            if (column.Index < _active.Length)
                _active[column.Index] = true;
    }

    public override DataViewSchema Schema { get; }

    public override long Position => _position;

    public override long Batch => 0;

    protected IReadOnlyList<bool> Active => _active;

    public override bool MoveNext()
    {
        if (_ended)
            return false;
        if (MoveSource())
        {
            _position++;
            return true;
        }
        _ended = true;
        _position = -1;
        return false;
    }

    public override ValueGetter<DataViewRowId> GetIdGetter() => (ref DataViewRowId id) =>
    {
        RequireRow();
        id = new DataViewRowId((ulong)SourcePosition, 0);
    };

    public override bool IsColumnActive(DataViewSchema.Column column) =>
        column.Index < _active.Length ? _active[column.Index] : throw new ArgumentOutOfRangeException(nameof(column));

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) =>
        IsColumnActive(column) ? Getters.Typed<TValue>(GetterOf(column.Index), column) : throw Getters.Inactive();

    /// <summary>Where the current row stands in the source, whatever order the cursor reads it in.</summary>
    protected virtual long SourcePosition => _position;

    protected abstract bool MoveSource();

    protected abstract Delegate GetterOf(int index);

    protected void RequireRow()
    {
        if (_position < 0)
            throw new InvalidOperationException("Values cannot be fetched at this time. This method was called either before the first call to MoveNext, or at any point after that method returned false.");
    }
}
