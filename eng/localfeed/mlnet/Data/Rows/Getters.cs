namespace Microsoft.ML.Data;

internal static class Getters
{
    /// <summary>A getter with the type that the caller asks for, or a sentence about the type that it has.</summary>
    public static ValueGetter<TValue> Typed<TValue>(Delegate getter, DataViewSchema.Column column) =>
        getter as ValueGetter<TValue>
        ?? throw new InvalidOperationException(
            $"Invalid TValue in GetGetter for column #{column.Name}: {column.Type}: '{typeof(TValue).FullName}', expected type: '{column.Type.RawType.FullName}'.");

    /// <summary>The getter of a column whose type is known only at run time.</summary>
    public static Delegate Of(DataViewRow row, DataViewSchema.Column column) =>
        Dispatch.Call<Delegate>(Untyped<int>, column.Type.RawType, row, column);

    public static ArgumentOutOfRangeException Inactive() => new("column", "requested column not active");

    /// <summary>A getter of any number, key or truth value as a Single; a key counts from 0, and a missing key is NaN.</summary>
    public static ValueGetter<float> Single(DataViewRow row, DataViewSchema.Column column)
    {
        var isKey = column.Type is KeyDataViewType;
        if (column.Type.RawType == typeof(float))
            return row.GetGetter<float>(column);
        var getter = Double(row, column);
        return (ref float value) =>
        {
            double number = 0;
            getter(ref number);
            value = isKey ? (number == 0 ? float.NaN : (float)number - 1) : (float)number;
        };
    }

    /// <summary>A getter of any number as a Double; a key is its raw number.</summary>
    public static ValueGetter<double> Double(DataViewRow row, DataViewSchema.Column column)
    {
        var type = column.Type.RawType;
        if (type == typeof(double))
            return row.GetGetter<double>(column);
        if (type == typeof(float))
            return Convert<float>(row, column, value => value);
        if (type == typeof(bool))
            return Convert<bool>(row, column, value => value ? 1 : 0);
        if (type == typeof(sbyte))
            return Convert<sbyte>(row, column, value => value);
        if (type == typeof(byte))
            return Convert<byte>(row, column, value => value);
        if (type == typeof(short))
            return Convert<short>(row, column, value => value);
        if (type == typeof(ushort))
            return Convert<ushort>(row, column, value => value);
        if (type == typeof(int))
            return Convert<int>(row, column, value => value);
        if (type == typeof(uint))
            return Convert<uint>(row, column, value => value);
        if (type == typeof(long))
            return Convert<long>(row, column, value => value);
        if (type == typeof(ulong))
            return Convert<ulong>(row, column, value => value);
        throw new ArgumentOutOfRangeException(nameof(column), $"The column '{column.Name}' of type {column.Type} is not a number.");
    }

    private static Delegate Untyped<T>(DataViewRow row, DataViewSchema.Column column) => row.GetGetter<T>(column);

    private static ValueGetter<double> Convert<T>(DataViewRow row, DataViewSchema.Column column, Func<T, double> convert)
    {
        var getter = row.GetGetter<T>(column);
        T current = default!;
        return (ref double value) =>
        {
            getter(ref current);
            value = convert(current);
        };
    }
}
