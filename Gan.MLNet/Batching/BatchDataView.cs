using Microsoft.ML;

namespace Gan.MLNet.Batching;

/// <summary>The lazy result of <see cref="BatchTransformer.Transform"/>.</summary>
internal sealed class BatchDataView(IRowComputation transformer, IDataView input) : IDataView
{
    private readonly ColumnBinding _binding = new(transformer, input.Schema);

    public bool CanShuffle => input.CanShuffle;

    public DataViewSchema Schema => _binding.OutputSchema;

    public long? GetRowCount() => input.GetRowCount();

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null)
    {
        bool[] active = _binding.Activate(columnsNeeded);
        int rows = transformer.WindowRows;
        bool lookAhead =
            rows > 1
            && _binding.AnyAdded(active)
            && _binding.InputSchema.All(column => !active[column.Index] || ColumnBuffer.CanCopy(column.Type));
        DataViewRowCursor cursor = input.GetRowCursor(_binding.InputsFor(active), rand);
        try
        {
            return lookAhead ? new LookAheadCursor(_binding, cursor, active, rows) : new RowByRowCursor(_binding, cursor, active);
        }
        catch
        {
            cursor.Dispose();
            throw;
        }
    }

    /// <summary>One cursor, however many are asked for: a run of the network already uses all the threads that the settings
    /// allow, so cursors side by side would only compete for them.</summary>
    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null) =>
        [GetRowCursor(columnsNeeded, rand)];
}
