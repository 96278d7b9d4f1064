namespace Microsoft.ML.Data;

internal sealed class SkipTakeView(IDataView source, long skip, long take) : IDataView
{
    // The rows that are left out are those at the ends, so the order cannot change.
    public bool CanShuffle => false;

    public DataViewSchema Schema => source.Schema;

    public long? GetRowCount() => source.GetRowCount() is { } rows ? Math.Min(Math.Max(0, rows - skip), take) : null;

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null) =>
        new Cursor(source.GetRowCursor(columnsNeeded), skip, take);

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null) =>
        [GetRowCursor(columnsNeeded, rand)];

    private sealed class Cursor(DataViewRowCursor input, long skip, long take) : ForwardingCursor(input)
    {
        private long _skip = skip, _take = take;

        protected override bool MoveInput()
        {
            for (; _skip > 0; _skip--)
                if (!Input.MoveNext())
                    return false;
            return _take-- > 0 && Input.MoveNext();
        }
    }
}
