namespace Microsoft.ML.Data;

/// <summary>Objects as rows. Each cursor enumerates them anew.</summary>
internal sealed class EnumerableView<TRow>(IEnumerable<TRow> data, SchemaDefinition definition, DataViewSchema schema) : IDataView
    where TRow : class
{
    public bool CanShuffle => false;

    public DataViewSchema Schema => schema;

    public long? GetRowCount() => data switch
    {
        IReadOnlyCollection<TRow> collection => collection.Count,
        ICollection<TRow> collection => collection.Count,
        _ => null,
    };

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null) =>
        new Cursor(data, definition, schema, columnsNeeded);

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null) =>
        [GetRowCursor(columnsNeeded, rand)];

    private sealed class Cursor : SourceCursor
    {
        private readonly IEnumerator<TRow> _rows;
        private readonly Delegate[] _getters;
        private TRow? _current;

        public Cursor(IEnumerable<TRow> data, SchemaDefinition definition, DataViewSchema schema, IEnumerable<DataViewSchema.Column> needed)
            : base(schema, needed)
        {
            _rows = data.GetEnumerator();
            _getters = TypedColumns.Getters(definition, () =>
            {
                RequireRow();
                return _current!;
            });
        }

        protected override bool MoveSource()
        {
            var moved = _rows.MoveNext();
            _current = moved ? _rows.Current : null;
            if (moved && _current is null)
                throw new InvalidOperationException($"Row {Position + 1} of the data is null.");
            return moved;
        }

        protected override Delegate GetterOf(int index) => _getters[index];

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                _rows.Dispose();
            base.Dispose(disposing);
        }
    }
}
