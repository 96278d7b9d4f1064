using System.Globalization;
using System.Text;

namespace Microsoft.ML.Data;

/// <summary>Writes rows as lines of separated fields that a text loader reads back.</summary>
internal static class TextSaver
{
    public static void Save(IDataView data, Stream stream, char separator, bool headerRow, bool schema, bool keepHidden)
    {
        var columns = data.Schema.Where(column => (keepHidden || !column.IsHidden) && ValueIO.IsKnown(column.Type)).ToArray();
        using var writer = new StreamWriter(stream, new UTF8Encoding(false), leaveOpen: true) { NewLine = "\n" };
        if (schema)
            WriteSchema(writer, columns, separator);
        if (headerRow)
            writer.WriteLine(string.Join(separator, columns.SelectMany(column => Header(column, separator))));
        using var cursor = data.GetRowCursor(columns);
        var fields = Array.ConvertAll(columns, column => Dispatch.Call<Func<IEnumerable<string>>>(
            column.Type is VectorDataViewType ? Vector<int> : Scalar<int>, column.Type.Item().RawType, cursor, column, separator));
        while (cursor.MoveNext())
            writer.WriteLine(string.Join(separator, fields.SelectMany(read => read())));
    }

    private static void WriteSchema(StreamWriter writer, DataViewSchema.Column[] columns, char separator)
    {
        writer.WriteLine("#@ TextLoader{");
        writer.WriteLine("#@   header+");
        writer.WriteLine($"#@   sep={(separator == '\t' ? "tab" : separator == ' ' ? "space" : separator == ',' ? "comma" : separator.ToString())}");
        var field = 0;
        foreach (var column in columns)
        {
            var size = column.Type.ValueCount();
            var range = size == 0 ? $"{field}-**" : size == 1 ? $"{field}" : $"{field}-{field + size - 1}";
            writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"#@   col={column.Name}:{column.Type.Item()}:{range}"));
            field += Math.Max(1, size);
        }
        writer.WriteLine("#@ }");
    }

    private static IEnumerable<string> Header(DataViewSchema.Column column, char separator)
    {
        if (column.Type is not VectorDataViewType vector)
            return [Quote(column.Name, separator)];
        if (!column.HasSlotNames())
            return Enumerable.Repeat("\"\"", vector.Size);
        VBuffer<ReadOnlyMemory<char>> names = default;
        column.GetSlotNames(ref names);
        return [.. names.DenseValues().Select(name => Quote(name.ToString(), separator))];
    }

    private static Func<IEnumerable<string>> Scalar<T>(DataViewRow row, DataViewSchema.Column column, char separator)
    {
        var getter = row.GetGetter<T>(column);
        var isKey = column.Type is KeyDataViewType;
        var field = new string[1];
        T value = default!;
        return () =>
        {
            getter(ref value);
            field[0] = Text(value, isKey, separator);
            return field;
        };
    }

    private static Func<IEnumerable<string>> Vector<T>(DataViewRow row, DataViewSchema.Column column, char separator)
    {
        var getter = row.GetGetter<VBuffer<T>>(column);
        var isKey = column.Type.Item() is KeyDataViewType;
        VBuffer<T> value = default;
        return () =>
        {
            getter(ref value);
            return value.DenseValues().Select(item => Text(item, isKey, separator));
        };
    }

    private static string Text<T>(T value, bool isKey, char separator) => value switch
    {
        bool flag => flag ? "1" : "0",
        ReadOnlyMemory<char> text => Quote(text.ToString(), separator),
        IFormattable key when isKey => key.ToString(null, CultureInfo.InvariantCulture),
        IFormattable number => number.ToString(value is DateTime or DateTimeOffset ? "o" : null, CultureInfo.InvariantCulture),
        _ => value?.ToString() ?? "",
    };

    private static string Quote(string text, char separator) =>
        text.Length == 0 || text.Contains(separator) || text.Contains('"') || text.Contains('\n') ? $"\"{text.Replace("\"", "\"\"")}\"" : text;
}
