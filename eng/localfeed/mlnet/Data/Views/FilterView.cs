namespace Microsoft.ML.Data;

/// <summary>The rows for which a predicate holds.</summary>
/// <param name="source">All rows.</param>
/// <param name="inputs">The columns that the predicate reads.</param>
/// <param name="makePredicate">Makes the predicate over a cursor's current row.</param>
internal sealed class FilterView(IDataView source, DataViewSchema.Column[] inputs, Func<DataViewRow, Func<bool>> makePredicate) : IDataView
{
    public bool CanShuffle => source.CanShuffle;

    public DataViewSchema Schema => source.Schema;

    public long? GetRowCount() => null;

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null)
    {
        var needed = columnsNeeded.ToArray();
        return Wrap(source.GetRowCursor([.. needed, .. inputs], rand), needed);
    }

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null)
    {
        var needed = columnsNeeded.ToArray();
        return [.. source.GetRowCursorSet([.. needed, .. inputs], n, rand).Select(cursor => Wrap(cursor, needed))];
    }

    private Cursor Wrap(DataViewRowCursor input, DataViewSchema.Column[] needed) => new(input, needed, makePredicate(input));

    private sealed class Cursor(DataViewRowCursor input, DataViewSchema.Column[] needed, Func<bool> predicate) : ForwardingCursor(input)
    {
        public override bool IsColumnActive(DataViewSchema.Column column) => Array.Exists(needed, candidate => candidate.Index == column.Index);

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) =>
            IsColumnActive(column) ? base.GetGetter<TValue>(column) : throw Getters.Inactive();

        protected override bool MoveInput()
        {
            while (Input.MoveNext())
                if (predicate())
                    return true;
            return false;
        }
    }
}
