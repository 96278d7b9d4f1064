namespace Microsoft.ML.Data;

/// <summary>Keeps columns in memory from the first time they are read.</summary>
internal sealed class CacheView : IDataView
{
    private readonly IDataView _source;
    private readonly ColumnStore?[] _stores;
    private readonly Lock _lock = new();
    private int _rows = -1;

    public CacheView(IDataView source, IEnumerable<DataViewSchema.Column>? prefetch = null)
    {
        _source = source;
        _stores = new ColumnStore?[source.Schema.Count];
        if (prefetch?.ToArray() is { Length: > 0 } columns)
            Fill(columns);
    }

    public bool CanShuffle => true;

    public DataViewSchema Schema => _source.Schema;

    public long? GetRowCount() => _rows >= 0 ? _rows : _source.GetRowCount();

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null)
    {
        var needed = columnsNeeded.ToArray();
        Fill(needed);
        return new Cursor(this, needed, rand);
    }

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null) =>
        [GetRowCursor(columnsNeeded, rand)];

    private void Fill(DataViewSchema.Column[] columns)
    {
        lock (_lock)
        {
            var missing = columns.Where(column => _stores[column.Index] is null).DistinctBy(column => column.Index).ToArray();
            if (missing.Length == 0 && _rows >= 0)
                return;
            using var cursor = _source.GetRowCursor(missing);
            var stores = Array.ConvertAll(missing, column => ColumnStore.Create(column.Type));
            for (var i = 0; i < missing.Length; i++)
                stores[i].Attach(cursor, missing[i]);
            var rows = 0;
            for (; cursor.MoveNext(); rows++)
                foreach (var store in stores)
                    store.Append();
            _rows = rows;
            for (var i = 0; i < missing.Length; i++)
                _stores[missing[i].Index] = stores[i];
        }
    }

    private sealed class Cursor : SourceCursor
    {
        private readonly CacheView _view;
        private readonly int[]? _order;
        private int _at = -1;

        public Cursor(CacheView view, DataViewSchema.Column[] needed, Random? rand) : base(view.Schema, needed)
        {
            _view = view;
            if (rand is null)
                return;
            _order = [.. Enumerable.Range(0, view._rows)];
            rand.Shuffle(_order);
        }

        protected override long SourcePosition => Slot;

        private int Slot => _order is null ? _at : _order[_at];

        protected override bool MoveSource() => ++_at < _view._rows;

        protected override Delegate GetterOf(int index) => _view._stores[index]!.Getter(() =>
        {
            RequireRow();
            return Slot;
        });
    }
}
