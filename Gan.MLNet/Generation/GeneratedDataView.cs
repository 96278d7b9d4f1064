using Microsoft.ML;

namespace Gan.MLNet;

/// <summary>Generated rows, each computed when a cursor reads it. Disposing releases the network; what was read stays
/// valid.</summary>
public sealed class GeneratedDataView : IDataView, IDisposable
{
    private readonly GeneratorTransformer _generator;
    private readonly IDataView _rows;

    internal GeneratedDataView(GeneratorTransformer generator, IDataView rows)
    {
        _generator = generator;
        _rows = generator.Transform(rows);
    }

    /// <summary>False: the rows are random already, and another seed gives others.</summary>
    public bool CanShuffle => _rows.CanShuffle;

    /// <inheritdoc/>
    public DataViewSchema Schema => _rows.Schema;

    /// <inheritdoc/>
    public long? GetRowCount() => _rows.GetRowCount();

    /// <inheritdoc/>
    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null) =>
        _rows.GetRowCursor(columnsNeeded, rand);

    /// <inheritdoc/>
    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null) =>
        _rows.GetRowCursorSet(columnsNeeded, n, rand);

    /// <summary>Releases the network.</summary>
    public void Dispose() => _generator.Dispose();
}
