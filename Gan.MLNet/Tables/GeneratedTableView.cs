using Gan.MLNet.Augmentation;
using Gan.MLNet.Tables;
using Microsoft.ML;

namespace Gan.MLNet;

/// <summary>Generated rows of a table, with the columns that the generator was trained on, each computed when a cursor reads it
/// and the same each time. Disposing releases the network; what was read stays valid.</summary>
public sealed class GeneratedTableView : IDataView, IDisposable
{
    private readonly AugmentedDataView _rows;

    internal GeneratedTableView(DataViewSchema schema, SyntheticRows rows) =>
        _rows = new AugmentedDataView(new EmptyDataView(schema), rows, null, 0);

    /// <summary>False: the rows are random already, and another seed gives others.</summary>
    public bool CanShuffle => false;

    /// <inheritdoc/>
    public DataViewSchema Schema => _rows.Schema;

    /// <inheritdoc/>
    public long? GetRowCount() => _rows.GetRowCount();

    /// <inheritdoc/>
    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null) =>
        _rows.GetRowCursor(columnsNeeded);

    /// <summary>One cursor, however many are asked for.</summary>
    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null) =>
        [GetRowCursor(columnsNeeded)];

    /// <summary>Releases the network.</summary>
    public void Dispose() => _rows.Dispose();
}
