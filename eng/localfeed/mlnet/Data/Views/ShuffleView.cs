namespace Microsoft.ML.Data;

/// <summary>The rows in a random order: each is drawn from a pool that the source refills.</summary>
internal sealed class ShuffleView(IDataView source, int seed, int poolSize, bool shuffleSource) : IDataView
{
    public bool CanShuffle => true;

    public DataViewSchema Schema => source.Schema;

    public long? GetRowCount() => source.GetRowCount();

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null)
    {
        var random = rand ?? new Random(seed);
        var needed = columnsNeeded.ToArray();
        return new Cursor(source.GetRowCursor(needed, shuffleSource && source.CanShuffle ? random : null), needed, random, poolSize);
    }

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null) =>
        [GetRowCursor(columnsNeeded, rand)];

    private sealed class Cursor : SourceCursor
    {
        private readonly DataViewRowCursor _input;
        private readonly ValueGetter<DataViewRowId> _inputId;
        private readonly Random _random;
        private readonly int _poolSize;
        private readonly ColumnStore?[] _stores;
        private readonly List<DataViewRowId> _ids = [];
        private readonly List<int> _waiting = [];
        private int _current = -1;
        private bool _inputEnded;

        public Cursor(DataViewRowCursor input, DataViewSchema.Column[] needed, Random random, int poolSize) : base(input.Schema, needed)
        {
            _input = input;
            _inputId = input.GetIdGetter();
            _random = random;
            _poolSize = poolSize;
            _stores = new ColumnStore?[input.Schema.Count];
            foreach (var column in needed.DistinctBy(column => column.Index))
            {
                var store = _stores[column.Index] = ColumnStore.Create(column.Type);
                store.Attach(input, column);
            }
        }

        public override ValueGetter<DataViewRowId> GetIdGetter() => (ref DataViewRowId id) =>
        {
            RequireRow();
            id = _ids[_current];
        };

        protected override bool MoveSource()
        {
            // The slot of the row that was current is free now.
            if (_current >= 0)
                Refill(_current);
            while (!_inputEnded && _ids.Count < _poolSize)
                Refill(_ids.Count);
            if (_waiting.Count == 0)
                return false;
            var draw = _random.Next(_waiting.Count);
            _current = _waiting[draw];
            _waiting[draw] = _waiting[^1];
            _waiting.RemoveAt(_waiting.Count - 1);
            return true;
        }

        protected override Delegate GetterOf(int index) => _stores[index]!.Getter(() =>
        {
            RequireRow();
            return _current;
        });

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                _input.Dispose();
            base.Dispose(disposing);
        }

        private void Refill(int slot)
        {
            if (_inputEnded || !_input.MoveNext())
            {
                _inputEnded = true;
                return;
            }
            var isNew = slot == _ids.Count;
            foreach (var store in _stores)
            {
                if (isNew)
                    store?.Append();
                else
                    store?.Put(slot);
            }
            DataViewRowId id = default;
            _inputId(ref id);
            if (isNew)
                _ids.Add(id);
            else
                _ids[slot] = id;
            _waiting.Add(slot);
        }
    }
}
