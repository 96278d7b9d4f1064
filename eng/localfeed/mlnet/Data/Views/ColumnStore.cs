namespace Microsoft.ML.Data;

/// <summary>Values of one column, kept by slot.</summary>
internal abstract class ColumnStore
{
    public static ColumnStore Create(DataViewType type) => Dispatch.Call<ColumnStore>(Make<int>, type.RawType);

    /// <summary>Binds the store to a row that <see cref="Append"/> and <see cref="Put"/> take values from.</summary>
    public abstract void Attach(DataViewRow row, DataViewSchema.Column column);

    public abstract void Append();

    public abstract void Put(int slot);

    public abstract Delegate Getter(Func<int> slot);

    private static Store<T> Make<T>() => new();

    private sealed class Store<T> : ColumnStore
    {
        private readonly List<T> _values = [];
        private ValueGetter<T>? _source;

        public override void Attach(DataViewRow row, DataViewSchema.Column column) => _source = row.GetGetter<T>(column);

        public override void Append()
        {
            // A new variable every time: what is kept must not share a vector's arrays with the next row.
            T value = default!;
            _source!(ref value);
            _values.Add(value);
        }

        public override void Put(int slot)
        {
            var value = _values[slot];
            _source!(ref value);
            _values[slot] = value;
        }

        public override Delegate Getter(Func<int> slot)
        {
            if (!MemberAccess.TryGetItemType(typeof(T), out var item) || typeof(T).IsArray)
                return (ValueGetter<T>)((ref T value) => value = _values[slot()]);
            return Dispatch.Call<Delegate>(VectorGetter<int>, item, _values, slot);
        }

        private static ValueGetter<VBuffer<TItem>> VectorGetter<TItem>(List<VBuffer<TItem>> values, Func<int> slot) =>
            (ref VBuffer<TItem> value) => values[slot()].CopyTo(ref value);
    }
}
