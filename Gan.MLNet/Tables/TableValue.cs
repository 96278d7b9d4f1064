using System.Globalization;
using System.Numerics;
using Gan.MLNet.Batching;
using Gan.Onnx.Bundles;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Gan.MLNet.Tables;

/// <summary>Makes a column's values of what a generator of tables gives: numbers, which may stand for dates, and places of
/// categories.</summary>
internal sealed class TableValue
{
    private readonly BundleTableColumn _column;
    private readonly ClassColumn? _classes;
    private readonly DataViewType _type;

    /// <param name="schema">Holds the column to fill, which may be of another type than the bundle's, as long as it can hold
    /// every value.</param>
    /// <param name="column">The bundle's column.</param>
    /// <exception cref="ArgumentOutOfRangeException">The column cannot hold every value.</exception>
    public TableValue(DataViewSchema schema, BundleTableColumn column)
    {
        _column = column;
        _type = InputColumns.Find(schema, column.Name).Type;
        if (column.Categories is { } categories)
        {
            _classes = ClassColumn.Find(schema, column.Name);
            foreach (string category in categories)
                _classes.CheckName(category);
        }
        else if (column.Date is not null)
        {
            if (_type is not (DateTimeDataViewType or TextDataViewType))
                throw InputColumns.Mismatch(nameof(schema), column.Name, "DateTime or Text", _type.ToString()!);
        }
        else if (!CanHold(_type, column))
        {
            throw InputColumns.Mismatch(
                nameof(schema),
                column.Name,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{column.Type}, or a type that holds {column.Minimum} to "
                        + $"{column.Maximum}{(column.MissingCount > 0 ? " and missing values" : "")}"
                ),
                _type.ToString()!
            );
        }
    }

    /// <summary>Makes a <see cref="ValueGetter{TValue}"/>.</summary>
    /// <param name="value">Gives the current row's value.</param>
    public Delegate MakeGetter(Func<float> value)
    {
        if (_classes is not null)
            return _classes.Writer(() => value() is var place && float.IsNaN(place) ? null : _column.Categories![(int)place]);
        if (_column.Date is { } date)
            return _type is TextDataViewType
                ? (ValueGetter<ReadOnlyMemory<char>>)(
                    (ref ReadOnlyMemory<char> v) =>
                        v = value() is var number && float.IsNaN(number) ? default : date.Text(number).AsMemory()
                )
                : (ValueGetter<DateTime>)(
                    (ref DateTime v) => v = value() is var number && float.IsNaN(number) ? default : date.DateOf(number)
                );
        return _type.RawType switch
        {
            var t when t == typeof(float) => (ValueGetter<float>)((ref float v) => v = value()),
            var t when t == typeof(double) => (ValueGetter<double>)((ref double v) => v = Rounded(value())),
            var t when t == typeof(sbyte) => Number<sbyte>(value),
            var t when t == typeof(byte) => Number<byte>(value),
            var t when t == typeof(short) => Number<short>(value),
            var t when t == typeof(ushort) => Number<ushort>(value),
            var t when t == typeof(int) => Number<int>(value),
            var t when t == typeof(uint) => Number<uint>(value),
            var t when t == typeof(long) => Number<long>(value),
            _ => Number<ulong>(value),
        };
    }

    /// <summary>The nearest number of 64 bits to the decimals that the one of 32 stands for: 0.4, and not
    /// 0.40000000596046448.</summary>
    private double Rounded(float value) => _column.Decimals is { } decimals ? Math.Round((double)value, decimals) : value;

    // The largest numbers of long types lie between floats: the nearest that the type has.
    private static ValueGetter<T> Number<T>(Func<float> value)
        where T : INumber<T> => (ref T v) => v = T.CreateSaturating(value());

    private static bool CanHold(DataViewType type, BundleTableColumn column)
    {
        if (type is not NumberDataViewType)
            return false;
        if (type == NumberDataViewType.Single || type == NumberDataViewType.Double)
            return true;
        if (column.MissingCount > 0 || column.Decimals != 0)
            return false;
        return type.RawType switch
        {
            var t when t == typeof(sbyte) => Within(sbyte.MinValue, sbyte.MaxValue),
            var t when t == typeof(byte) => Within(byte.MinValue, byte.MaxValue),
            var t when t == typeof(short) => Within(short.MinValue, short.MaxValue),
            var t when t == typeof(ushort) => Within(ushort.MinValue, ushort.MaxValue),
            // A float above the type's largest number may be the nearest to that number.
            var t when t == typeof(int) => Within(int.MinValue, int.MaxValue + 1.0),
            var t when t == typeof(uint) => Within(uint.MinValue, uint.MaxValue + 1.0),
            var t when t == typeof(long) => Within(long.MinValue, long.MaxValue),
            _ => Within(0, ulong.MaxValue),
        };

        bool Within(double low, double high) => column.Minimum >= low && column.Maximum <= high;
    }
}
