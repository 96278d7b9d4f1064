using Microsoft.ML;
using Microsoft.ML.Data;

namespace Gan.MLNet.Batching;

/// <summary>Reads a window of rows ahead of its reader, and computes them in one run when the first result is wanted.</summary>
internal sealed class LookAheadCursor : DataViewRowCursor
{
    private readonly ColumnBinding _binding;
    private readonly DataViewRowCursor _input;
    private readonly bool[] _active;
    private readonly RowScorer _scorer;
    private readonly ColumnBuffer?[] _columns;
    private readonly ColumnBuffer[] _copied;
    private readonly ValueGetter<DataViewRowId> _idGetter;
    private readonly DataViewRowId[] _ids;
    private readonly long[] _positions,
        _batches;
    private int _slot = -1,
        _count;
    private bool _scored,
        _ended;

    public LookAheadCursor(ColumnBinding binding, DataViewRowCursor input, bool[] active, int rows)
    {
        _binding = binding;
        _input = input;
        _active = active;
        _scorer = binding.Transformer.CreateScorer(binding.Inputs, input, rows);
        _columns = new ColumnBuffer?[binding.FirstAdded];
        foreach (DataViewSchema.Column column in binding.InputSchema.Where(c => active[c.Index]))
            _columns[column.Index] = ColumnBuffer.Create(input, column, rows);
        _copied = [.. _columns.OfType<ColumnBuffer>()];
        _idGetter = input.GetIdGetter();
        _ids = new DataViewRowId[rows];
        _positions = new long[rows];
        _batches = new long[rows];
    }

    public override DataViewSchema Schema => _binding.OutputSchema;

    public override long Position => _slot < 0 ? -1 : _positions[_slot];

    public override long Batch => _slot < 0 ? 0 : _batches[_slot];

    public override bool MoveNext()
    {
        if (_slot + 1 < _count)
        {
            _slot++;
            return true;
        }

        _count = Fill();
        _slot = _count > 0 ? 0 : -1;
        return _count > 0;
    }

    public override bool IsColumnActive(DataViewSchema.Column column) => _active[_binding.Check(column)];

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
    {
        int index = _binding.CheckActive(column, _active);
        Delegate getter =
            index < _binding.FirstAdded
                ? _columns[index]!.MakeGetter(CurrentSlot)
                : _scorer.MakeGetter(index - _binding.FirstAdded, ScoredSlot);
        return ColumnBinding.Cast<TValue>(getter, column);
    }

    public override ValueGetter<DataViewRowId> GetIdGetter() => (ref DataViewRowId value) => value = _ids[CurrentSlot()];

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _count = 0;
            _slot = -1;
            _ended = true;
            _input.Dispose();
        }

        base.Dispose(disposing);
    }

    /// <summary>Reads the next window and returns how many rows it has: 0 at the end, and ever after.</summary>
    private int Fill()
    {
        _slot = -1;
        _count = 0;
        _scored = false;
        int count = 0;
        while (!_ended && count < _ids.Length)
        {
            _ended = !_input.MoveNext();
            if (_ended)
                break;
            _scorer.Read(count);
            foreach (ColumnBuffer column in _copied)
                column.Read(count);
            _idGetter(ref _ids[count]);
            _positions[count] = _input.Position;
            _batches[count] = _input.Batch;
            count++;
        }

        return count;
    }

    private int CurrentSlot() =>
        _slot >= 0
            ? _slot
            : throw new InvalidOperationException(
                "The cursor is not on a row: MoveNext was not called yet, or has returned false."
            );

    private int ScoredSlot()
    {
        int slot = CurrentSlot();
        _scorer.CheckRow(slot);
        if (!_scored)
        {
            _scorer.Score(_count);
            _scored = true;
        }

        return slot;
    }
}
