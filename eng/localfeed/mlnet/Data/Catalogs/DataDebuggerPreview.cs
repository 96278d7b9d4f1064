using System.Collections.Immutable;
using System.Globalization;

namespace Microsoft.ML.Data;

/// <summary>The first rows of a view, read at once.</summary>
public sealed class DataDebuggerPreview
{
    internal const int DefaultRows = 100;

    internal DataDebuggerPreview(IDataView data, int maxRows)
    {
        if (maxRows < 0)
            throw new ArgumentException("The number of rows cannot be negative.", nameof(maxRows));
        Schema = data.Schema;
        var rows = new List<object[]>();
        using (var cursor = data.GetRowCursor(data.Schema))
        {
            var readers = data.Schema.Select(column => Dispatch.Call<Func<object>>(Reader<int>, column.Type.RawType, cursor, column)).ToArray();
            while (rows.Count < maxRows && cursor.MoveNext())
                rows.Add(Array.ConvertAll(readers, read => read()));
        }
        RowView = [.. rows.Select(row => new RowInfo([.. row.Select((value, i) => new KeyValuePair<string, object>(Schema[i].Name, value))]))];
        ColumnView = [.. Schema.Select(column => new ColumnInfo(column, [.. rows.Select(row => row[column.Index])]))];
    }

    public DataViewSchema Schema { get; }

    public ImmutableArray<ColumnInfo> ColumnView { get; }

    public ImmutableArray<RowInfo> RowView { get; }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Schema.Count} columns, {RowView.Length} rows");

    private static Func<object> Reader<T>(DataViewRow row, DataViewSchema.Column column)
    {
        var getter = row.GetGetter<T>(column);
        return () =>
        {
            T value = default!;
            getter(ref value);
            return value!;
        };
    }

    public sealed class RowInfo
    {
        internal RowInfo(KeyValuePair<string, object>[] values)
        {
            Values = values;
        }

        public KeyValuePair<string, object>[] Values { get; }

        public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Values.Length} columns");
    }

    public sealed class ColumnInfo
    {
        internal ColumnInfo(DataViewSchema.Column column, object[] values)
        {
            Column = column;
            Values = values;
        }

        public DataViewSchema.Column Column { get; }

        public object[] Values { get; }

        public override string ToString() => $"{Column.Name}: {Column.Type}";
    }
}
