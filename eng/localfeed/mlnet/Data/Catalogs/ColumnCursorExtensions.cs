namespace Microsoft.ML.Data;

public static class ColumnCursorExtensions
{
    public static IEnumerable<T> GetColumn<T>(this IDataView data, string columnName)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentException.ThrowIfNullOrEmpty(columnName);
        return GetColumn<T>(data, data.Schema[columnName]);
    }

    public static IEnumerable<T> GetColumn<T>(this IDataView data, DataViewSchema.Column column)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (MemberAccess.RawTypeFor(typeof(T)) != column.Type.RawType)
            throw new ArgumentOutOfRangeException(nameof(column),
                $"Cannot map column (name: {column.Name}, type: {column.Type}) in data to the user-defined type, {typeof(T)}.");
        return Values();

        IEnumerable<T> Values()
        {
            using var cursor = data.GetRowCursor([column]);
            var holder = new Holder<T>();
            var set = MemberAccess.Setter<Holder<T>>(MemberAccess.Find(typeof(Holder<T>), nameof(Holder<>.Value)), cursor, column);
            while (cursor.MoveNext())
            {
                // A new vector for every row: the caller may keep them all.
                holder.Value = default!;
                set(holder);
                yield return holder.Value;
            }
        }
    }

    private sealed class Holder<T>
    {
        public T Value = default!;
    }
}
