using Microsoft.ML;
using Microsoft.ML.Data;

namespace Gan.MLNet.Generation;

/// <summary>Rows out of nothing: a number of them, with no columns but a class that goes in turn, where there are
/// classes.</summary>
internal sealed class RowNumberView : IDataView
{
    private readonly long _count;
    private readonly IReadOnlyList<uint> _classes;

    /// <param name="count">The number of rows.</param>
    /// <param name="labelColumn">The column with the class, a key.</param>
    /// <param name="names">The names of all classes; may be empty, for no column.</param>
    /// <param name="classes">The classes to go through, by their place in the names.</param>
    public RowNumberView(long count, string labelColumn, IReadOnlyList<string> names, IReadOnlyList<int> classes)
    {
        _count = count;
        _classes = [.. classes.Select(place => (uint)place + 1)];
        var builder = new DataViewSchema.Builder();
        if (names.Count > 0)
        {
            var annotations = new DataViewSchema.Annotations.Builder();
            annotations.Add(
                "KeyValues",
                new VectorDataViewType(TextDataViewType.Instance, names.Count),
                (ref VBuffer<ReadOnlyMemory<char>> value) =>
                    value = new VBuffer<ReadOnlyMemory<char>>(names.Count, [.. names.Select(n => n.AsMemory())])
            );
            builder.AddColumn(labelColumn, new KeyDataViewType(typeof(uint), names.Count), annotations.ToAnnotations());
        }

        Schema = builder.ToSchema();
    }

    public bool CanShuffle => false;

    public DataViewSchema Schema { get; }

    public long? GetRowCount() => _count;

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null) =>
        new Cursor(this);

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null) =>
        [GetRowCursor(columnsNeeded, rand)];

    private sealed class Cursor(RowNumberView view) : DataViewRowCursor
    {
        private long _position = -1;

        public override DataViewSchema Schema => view.Schema;

        public override long Position => _position;

        public override long Batch => 0;

        public override bool MoveNext()
        {
            if (_position < view._count)
                _position++;
            return _position < view._count;
        }

        public override bool IsColumnActive(DataViewSchema.Column column) => true;

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
        {
            ValueGetter<uint> getter = (ref uint value) => value = view._classes[(int)(_position % view._classes.Count)];
            return getter as ValueGetter<TValue>
                ?? throw new InvalidOperationException(
                    $"Column '{column.Name}' is {column.Type} and gives {column.Type.RawType}, not {typeof(TValue)}."
                );
        }

        public override ValueGetter<DataViewRowId> GetIdGetter() =>
            (ref DataViewRowId value) => value = new DataViewRowId((ulong)_position, 0);
    }
}
