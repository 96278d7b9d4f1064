using Microsoft.ML;
using Microsoft.ML.Data;

namespace Gan.MLNet.Batching;

/// <summary>A row with the added columns, computed for the current values of the row beneath.</summary>
internal sealed class MappedRow : DataViewRow
{
    private readonly ColumnBinding _binding;
    private readonly DataViewRow _input;
    private readonly bool[] _active;
    private readonly RowScorer? _scorer;
    private bool _scored;

    /// <summary>Wraps a row and becomes its owner.</summary>
    public MappedRow(ColumnBinding binding, DataViewRow input, bool[] active)
    {
        _binding = binding;
        _input = input;
        _active = active;
        if (binding.AnyAdded(active))
            _scorer = binding.Transformer.CreateScorer(binding.Inputs, input, capacity: 1);
    }

    public override DataViewSchema Schema => _binding.OutputSchema;

    public override long Position => _input.Position;

    public override long Batch => _input.Batch;

    public override bool IsColumnActive(DataViewSchema.Column column) => _active[_binding.Check(column)];

    public override ValueGetter<DataViewRowId> GetIdGetter() => _input.GetIdGetter();

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
    {
        int index = _binding.CheckActive(column, _active);
        return index < _binding.FirstAdded
            ? _input.GetGetter<TValue>(_binding.InputSchema[index])
            : ColumnBinding.Cast<TValue>(_scorer!.MakeGetter(index - _binding.FirstAdded, ScoredSlot), column);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _input.Dispose();
        base.Dispose(disposing);
    }

    /// <summary>The row beneath may have changed without notice, so it is read at every call; the network runs again only when
    /// what was read differs.</summary>
    private int ScoredSlot()
    {
        bool changed = _scorer!.Read(0);
        _scorer.CheckRow(0);
        if (changed || !_scored)
        {
            _scored = false;
            _scorer.Score(1);
            _scored = true;
        }

        return 0;
    }
}
