using Microsoft.ML;
using Microsoft.ML.Data;

namespace Gan.MLNet.Batching;

/// <summary>A cursor that stays on its input's row: for readers that want none of the added columns, for columns that cannot be
/// copied, and for a batch size of 1.</summary>
internal sealed class RowByRowCursor(ColumnBinding binding, DataViewRowCursor input, bool[] active) : DataViewRowCursor
{
    private readonly MappedRow _row = new(binding, input, active);

    public override DataViewSchema Schema => _row.Schema;

    public override long Position => _row.Position;

    public override long Batch => _row.Batch;

    public override bool MoveNext() => input.MoveNext();

    public override bool IsColumnActive(DataViewSchema.Column column) => _row.IsColumnActive(column);

    public override ValueGetter<DataViewRowId> GetIdGetter() => _row.GetIdGetter();

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) => _row.GetGetter<TValue>(column);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _row.Dispose();
        base.Dispose(disposing);
    }
}
