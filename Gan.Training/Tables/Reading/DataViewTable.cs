using System.Globalization;
using Gan.MLNet.Batching;
using Gan.Onnx;
using Gan.Onnx.Bundles;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Gan.Training.Tables.Reading;

/// <summary>Reads the columns of a view into a table.</summary>
internal static class DataViewTable
{
    public static Table Read(IDataView view, TableOptions options)
    {
        ArgumentNullException.ThrowIfNull(view);
        foreach (var name in options.IgnoredColumns.Concat(options.CategoricalColumns))
            InputColumns.Find(view.Schema, name);
        DataViewSchema.Column[] columns = [.. view.Schema.Where(c => !c.IsHidden && !options.IgnoredColumns.Contains(c.Name))];
        var readers = new List<IColumnReader>();
        using (var cursor = view.GetRowCursor(columns))
        {
            foreach (var column in columns)
                readers.Add(Reader(cursor, column, options));
            while (cursor.MoveNext())
            {
                foreach (var reader in readers)
                    reader.Read();
            }
        }

        if (readers.Count == 0)
            throw new GanException("The view has no columns to make a table of.");
        if (readers[0].Count == 0)
            throw new GanException("The view has no rows.");
        return new Table("table", [.. readers.Select(r => r.ToColumn())], options.Source ?? "an IDataView", options.Licence);
    }

    private static IColumnReader Reader(DataViewRow row, DataViewSchema.Column column, TableOptions options)
    {
        if (TypeOf(column.Type) is not { } type)
        {
            throw InputColumns.Mismatch(
                nameof(Table),
                column.Name,
                $"a number, date, text, Boolean or Key<UInt32> (leave others out: {nameof(TableOptions.IgnoredColumns)})",
                column.Type.ToString()!
            );
        }

        if (type is TableColumnType.DateTime)
            return new DateReader(row, column, options);
        if (type.IsAlwaysCategorical() || options.CategoricalColumns.Contains(column.Name))
        {
            var classes = ClassColumn.Find(row.Schema, column.Name);
            return new CategoryReader(column.Name, type, classes.Reader(row), classes.KeyNames, options);
        }

        return type switch
        {
            TableColumnType.Single => new NumberReader<float>(row, column, type, v => v, options),
            TableColumnType.Double => new NumberReader<double>(row, column, type, v => v, options),
            TableColumnType.SByte => new NumberReader<sbyte>(row, column, type, v => v, options),
            TableColumnType.Byte => new NumberReader<byte>(row, column, type, v => v, options),
            TableColumnType.Int16 => new NumberReader<short>(row, column, type, v => v, options),
            TableColumnType.UInt16 => new NumberReader<ushort>(row, column, type, v => v, options),
            TableColumnType.Int32 => new NumberReader<int>(row, column, type, v => v, options),
            TableColumnType.UInt32 => new NumberReader<uint>(row, column, type, v => v, options),
            TableColumnType.Int64 => new NumberReader<long>(row, column, type, v => v, options),
            _ => new NumberReader<ulong>(row, column, type, v => v, options),
        };
    }

    private static TableColumnType? TypeOf(DataViewType type) =>
        type switch
        {
            TextDataViewType => TableColumnType.Text,
            DateTimeDataViewType => TableColumnType.DateTime,
            BooleanDataViewType => TableColumnType.Boolean,
            KeyDataViewType key => key.RawType == typeof(uint) ? TableColumnType.Key : null,
            NumberDataViewType => Enum.TryParse<TableColumnType>(type.RawType.Name, out var number) ? number : null,
            _ => null,
        };

    private interface IColumnReader
    {
        int Count { get; }

        void Read();

        TableColumn ToColumn();
    }

    private sealed class CategoryReader(
        string name,
        TableColumnType type,
        Func<string?> read,
        IReadOnlyList<string>? order,
        TableOptions options
    ) : IColumnReader
    {
        private readonly List<string?> _values = [];

        public int Count => _values.Count;

        public void Read() => _values.Add(read());

        public TableColumn ToColumn() => ColumnBuilder.Categories(name, type, _values, order, options);
    }

    private sealed class NumberReader<T>(
        DataViewRow row,
        DataViewSchema.Column column,
        TableColumnType type,
        Func<T, double> convert,
        TableOptions options
    ) : IColumnReader
    {
        private readonly ValueGetter<T> _getter = row.GetGetter<T>(column);
        private readonly List<double> _values = [];

        public int Count => _values.Count;

        public void Read()
        {
            T value = default!;
            _getter(ref value);
            _values.Add(convert(value));
        }

        public TableColumn ToColumn() => ColumnBuilder.Numbers(column.Name, type, _values, options);
    }

    private sealed class DateReader(DataViewRow row, DataViewSchema.Column column, TableOptions options) : IColumnReader
    {
        private readonly ValueGetter<DateTime> _getter = row.GetGetter<DateTime>(column);
        private readonly List<DateTime?> _values = [];

        public int Count => _values.Count;

        public void Read()
        {
            DateTime value = default;
            _getter(ref value);
            _values.Add(value == default ? null : value);
        }

        public TableColumn ToColumn()
        {
            var format = DateSearch.FormatFor(_values.OfType<DateTime>());
            return options.HasDates && !options.CategoricalColumns.Contains(column.Name)
                ? ColumnBuilder.Dates(column.Name, format, _values, options)
                : ColumnBuilder.Categories(
                    column.Name,
                    TableColumnType.Text,
                    [.. _values.Select(v => v?.ToString(format, CultureInfo.InvariantCulture))],
                    null,
                    options
                );
        }
    }
}
