namespace Microsoft.ML.Data;

/// <summary>NaN for floating-point numbers, 0 for keys; nothing else can be missing.</summary>
internal static class MissingValues
{
    public static Func<bool> IsMissing(DataViewRow row, DataViewSchema.Column column) => column.Type.Item() switch
    {
        { } item when item == NumberDataViewType.Single => Test<float>(row, column, float.IsNaN),
        { } item when item == NumberDataViewType.Double => Test<double>(row, column, double.IsNaN),
        KeyDataViewType { RawType: var type } when type == typeof(byte) => Test<byte>(row, column, value => value == 0),
        KeyDataViewType { RawType: var type } when type == typeof(ushort) => Test<ushort>(row, column, value => value == 0),
        KeyDataViewType { RawType: var type } when type == typeof(uint) => Test<uint>(row, column, value => value == 0),
        KeyDataViewType { RawType: var type } when type == typeof(ulong) => Test<ulong>(row, column, value => value == 0),
        _ => throw new ArgumentOutOfRangeException(nameof(column), $"Column '{column.Name}' has type {column.Type} which does not support missing values, so we cannot filter on them"),
    };

    private static Func<bool> Test<T>(DataViewRow row, DataViewSchema.Column column, Func<T, bool> isMissing)
    {
        if (column.Type is VectorDataViewType)
        {
            var vectorGetter = row.GetGetter<VBuffer<T>>(column);
            VBuffer<T> vector = default;
            return () =>
            {
                vectorGetter(ref vector);
                foreach (var value in vector.GetValues())
                    if (isMissing(value))
                        return true;
                return false;
            };
        }
        var getter = row.GetGetter<T>(column);
        return () =>
        {
            T value = default!;
            getter(ref value);
            return isMissing(value);
        };
    }
}
