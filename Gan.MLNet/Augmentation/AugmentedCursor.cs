using Gan.MLNet.Batching;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Gan.MLNet.Augmentation;

/// <summary>Goes through the source's rows and the made-up ones.</summary>
internal sealed class AugmentedCursor(
    AugmentedColumns columns,
    DataViewRowCursor source,
    bool[] active,
    SyntheticRows synthetic,
    MixedOrder? order
) : DataViewRowCursor
{
    // Tells made-up rows' ids from those of any source.
    private const ulong SyntheticId = 0x53594E5448455449;

    private readonly float[] _window = new float[Math.Min(synthetic.Window, Math.Max(1, synthetic.Count)) * synthetic.Width];
    private int[] _rows = [];
    private long _position = -1;
    private int _current = -1,
        _windowStart;
    private bool _isSynthetic,
        _sourceEnded,
        _ended;

    public override DataViewSchema Schema => columns.Schema;

    public override long Position => _ended ? -1 : _position;

    public override long Batch => 0;

    private int Row => order is null ? _current : order.Synthetic[_current];

    public override bool MoveNext()
    {
        if (_ended)
            return false;
        _position++;
        bool wanted = order?.NextIsSynthetic() ?? _sourceEnded;
        if (!wanted && !_sourceEnded && source.MoveNext())
        {
            _isSynthetic = false;
            return true;
        }

        // The source is at its end, or a made-up row comes first.
        _sourceEnded |= !wanted;
        _isSynthetic = true;
        _ended = ++_current >= synthetic.Count;
        return !_ended;
    }

    public override bool IsColumnActive(DataViewSchema.Column column) => active[columns.Check(column)];

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
    {
        int index = columns.Check(column);
        if (!active[index])
            throw new InvalidOperationException($"Column '{column.Name}' was not asked for when this cursor was made.");
        if (index == columns.Source.Count)
            return ColumnBinding.Cast<TValue>((ValueGetter<bool>)((ref bool value) => value = IsSynthetic()), column);

        ValueGetter<TValue> real = source.GetGetter<TValue>(columns.Source[index]);
        ValueGetter<TValue> madeUp = MadeUp<TValue>(index);
        return (ref TValue value) =>
        {
            if (IsSynthetic())
                madeUp(ref value);
            else
                real(ref value);
        };
    }

    public override ValueGetter<DataViewRowId> GetIdGetter()
    {
        ValueGetter<DataViewRowId> real = source.GetIdGetter();
        return (ref DataViewRowId value) =>
        {
            if (IsSynthetic())
                value = new DataViewRowId((ulong)Row, SyntheticId);
            else
                real(ref value);
        };
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _ended = true;
            source.Dispose();
        }

        base.Dispose(disposing);
    }

    private bool IsSynthetic() =>
        _position >= 0 && !_ended
            ? _isSynthetic
            : throw new InvalidOperationException(
                "The cursor is not on a row: MoveNext was not called yet, or has returned false."
            );

    private ValueGetter<TValue> MadeUp<TValue>(int index)
    {
        if (synthetic.MakeGetter(columns.Source[index], _window, Slot, () => Row) is { } getter)
            return ColumnBinding.Cast<TValue>(getter, columns.Source[index]);
        DataViewType type = columns.Source[index].Type;
        return (ref TValue value) => value = MissingValue.Of<TValue>(type);
    }

    /// <summary>The current row's place in the window, which is computed anew when the row is not in it.</summary>
    private int Slot()
    {
        if (_current < _windowStart || _current >= _windowStart + _rows.Length)
        {
            int count = Math.Min(_window.Length / synthetic.Width, synthetic.Count - _current);
            _rows = order is null ? [.. Enumerable.Range(_current, count)] : order.Synthetic.Slice(_current, count).ToArray();
            synthetic.Fill(_rows, _window.AsSpan(0, count * synthetic.Width));
            _windowStart = _current;
        }

        return _current - _windowStart;
    }
}

/// <summary>The columns of an augmented view: the source's own at their indices, then, where there is one, that which says which
/// rows are synthetic.</summary>
internal sealed record AugmentedColumns(DataViewSchema Schema, DataViewSchema Source)
{
    /// <summary>The index of a column of the augmented schema.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is a column of another schema.</exception>
    public int Check(DataViewSchema.Column column) =>
        column.Index < Schema.Count && Schema[column.Index].Name == column.Name
            ? column.Index
            : throw new ArgumentOutOfRangeException(
                nameof(column),
                $"Column '{column.Name}' (index {column.Index}) is not a column of this schema."
            );
}
