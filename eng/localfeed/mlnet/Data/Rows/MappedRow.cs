namespace Microsoft.ML.Data;

internal sealed class MappedRow(MappedValues values) : DataViewRow
{
    public override DataViewSchema Schema => values.Schema;

    public override long Position => values.Input.Position;

    public override long Batch => values.Input.Batch;

    public override ValueGetter<DataViewRowId> GetIdGetter() => values.Input.GetIdGetter();

    public override bool IsColumnActive(DataViewSchema.Column column) => values.IsActive(column);

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) => values.GetGetter<TValue>(column);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            values.Input.Dispose();
        base.Dispose(disposing);
    }
}
