namespace Microsoft.ML.Data;

/// <summary>A cursor over some rows of another, in that one's order, with positions of its own.</summary>
internal abstract class ForwardingCursor(DataViewRowCursor input) : DataViewRowCursor
{
    private long _position = -1;

    public override DataViewSchema Schema => Input.Schema;

    public override long Position => _position;

    public override long Batch => Input.Batch;

    protected DataViewRowCursor Input { get; } = input;

    public sealed override bool MoveNext()
    {
        var moved = MoveInput();
        _position = moved ? _position + 1 : -1;
        return moved;
    }

    public override ValueGetter<DataViewRowId> GetIdGetter() => Input.GetIdGetter();

    public override bool IsColumnActive(DataViewSchema.Column column) => Input.IsColumnActive(column);

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) => Input.GetGetter<TValue>(column);

    protected abstract bool MoveInput();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            Input.Dispose();
        base.Dispose(disposing);
    }
}
