using Microsoft.ML;
using Microsoft.ML.Data;

namespace Gan.Tests.MLNet;

/// <summary>Adds a column whose values may not be copied, as an image column's may not: each holds the row's position. Counts how
/// many rows were read.</summary>
internal sealed class OpaqueColumnView : IDataView
{
    public const string Name = "Opaque";

    private readonly IDataView _input;

    public OpaqueColumnView(IDataView input)
    {
        _input = input;
        var builder = new DataViewSchema.Builder();
        builder.AddColumns(input.Schema);
        builder.AddColumn(Name, new OpaqueType());
        Schema = builder.ToSchema();
    }

    public int RowsRead { get; private set; }

    public bool CanShuffle => _input.CanShuffle;

    public DataViewSchema Schema { get; }

    public long? GetRowCount() => _input.GetRowCount();

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null)
    {
        DataViewSchema.Column[] columns = [.. columnsNeeded];
        return new Cursor(this, _input.GetRowCursor(columns.Where(c => c.Index < _input.Schema.Count), rand), columns);
    }

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null) =>
        [GetRowCursor(columnsNeeded, rand)];

    private sealed class OpaqueType() : StructuredDataViewType(typeof(object))
    {
        public override bool Equals(DataViewType? other) => other is OpaqueType;

        public override bool Equals(object? obj) => obj is OpaqueType;

        public override int GetHashCode() => 1;
    }

    private sealed class Cursor(OpaqueColumnView view, DataViewRowCursor input, DataViewSchema.Column[] active)
        : DataViewRowCursor
    {
        public override DataViewSchema Schema => view.Schema;

        public override long Position => input.Position;

        public override long Batch => input.Batch;

        public override ValueGetter<DataViewRowId> GetIdGetter() => input.GetIdGetter();

        public override bool IsColumnActive(DataViewSchema.Column column) => active.Any(c => c.Index == column.Index);

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) =>
            column.Name == Name
                ? (ValueGetter<TValue>)(Delegate)(ValueGetter<object>)((ref object value) => value = input.Position)
                : input.GetGetter<TValue>(view._input.Schema[column.Index]);

        public override bool MoveNext()
        {
            bool moved = input.MoveNext();
            if (moved)
                view.RowsRead++;
            return moved;
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                input.Dispose();
            base.Dispose(disposing);
        }
    }
}
