using Gan.MLNet.Augmentation;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Gan.MLNet;

/// <summary>Rows of another view, followed by made-up ones, with one more column that says which are synthetic.</summary>
/// <remarks>Made-up rows are computed when a cursor reads them, and are the same each time. Columns that nobody makes values for
/// hold missing values in them. A shuffling cursor mixes both kinds. Disposing releases the network, where there is one; the
/// other view stays the caller's.</remarks>
public sealed class AugmentedDataView : IDataView, IDisposable
{
    private readonly IDataView _source;
    private readonly SyntheticRows _synthetic;
    private readonly AugmentedColumns _columns;
    private readonly long? _sourceRows;

    /// <param name="source">The other view.</param>
    /// <param name="synthetic">The made-up rows; owned from here on.</param>
    /// <param name="syntheticColumn">The added column; null for none.</param>
    /// <param name="sourceRows">How many rows the other view has; null where that is not known.</param>
    internal AugmentedDataView(IDataView source, SyntheticRows synthetic, string? syntheticColumn, long? sourceRows)
    {
        if (syntheticColumn is not null)
            ArgumentException.ThrowIfNullOrEmpty(syntheticColumn);
        _source = source;
        _synthetic = synthetic;
        _sourceRows = sourceRows ?? source.GetRowCount();
        var builder = new DataViewSchema.Builder();
        builder.AddColumns(source.Schema);
        if (syntheticColumn is not null)
            builder.AddColumn(syntheticColumn, BooleanDataViewType.Instance);
        _columns = new AugmentedColumns(builder.ToSchema(), source.Schema);
    }

    /// <summary>How many rows are made up.</summary>
    public int SyntheticCount => _synthetic.Count;

    /// <summary>Whether the other view can be shuffled, and says how many rows it has.</summary>
    public bool CanShuffle => _source.CanShuffle && _sourceRows is not null;

    /// <inheritdoc/>
    public DataViewSchema Schema => _columns.Schema;

    /// <inheritdoc/>
    public long? GetRowCount() => _sourceRows + SyntheticCount;

    /// <inheritdoc/>
    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null)
    {
        ArgumentNullException.ThrowIfNull(columnsNeeded);
        var active = new bool[Schema.Count];
        foreach (DataViewSchema.Column column in columnsNeeded)
            active[_columns.Check(column)] = true;
        Random? random = CanShuffle ? rand : null;
        DataViewRowCursor cursor = _source.GetRowCursor(_columns.Source.Where(c => active[c.Index]), random);
        return new AugmentedCursor(
            _columns,
            cursor,
            active,
            _synthetic,
            random is null ? null : new MixedOrder(random, _sourceRows!.Value, SyntheticCount)
        );
    }

    /// <summary>One cursor, however many are asked for.</summary>
    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null) =>
        [GetRowCursor(columnsNeeded, rand)];

    /// <summary>Releases the network.</summary>
    public void Dispose() => _synthetic.Dispose();
}
