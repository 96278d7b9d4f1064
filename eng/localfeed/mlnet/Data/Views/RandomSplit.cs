using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>Gives each row a number in [0, 1) that depends on the seed and the row alone, and keeps those in a range.</summary>
internal static class RandomSplit
{
    public static IDataView Range(IDataView source, int seed, string? samplingKeyColumn, double from, double to, bool complement)
    {
        DataViewSchema.Column[] inputs = samplingKeyColumn is null ? [] : [source.Schema.Find("samplingKeyColumn", "sampling key", samplingKeyColumn)];
        return new FilterView(source, inputs, row =>
        {
            var number = samplingKeyColumn is null ? ById(row, seed) : ByKey(row, inputs[0], seed);
            return () =>
            {
                var value = number();
                return (value >= from && value < to) != complement;
            };
        });
    }

    private static Func<double> ById(DataViewRow row, int seed)
    {
        var getter = row.GetIdGetter();
        return () =>
        {
            DataViewRowId id = default;
            getter(ref id);
            return Unit(id.Combine(new DataViewRowId((uint)seed, 0x51)));
        };
    }

    private static Func<double> ByKey(DataViewRow row, DataViewSchema.Column column, int seed) =>
        Dispatch.Call<Func<double>>(ByValue<int>, column.Type.RawType, row, column, seed);

    private static Func<double> ByValue<T>(DataViewRow row, DataViewSchema.Column column, int seed)
    {
        var getter = row.GetGetter<T>(column);
        T value = default!;
        return () =>
        {
            getter(ref value);
            // Text, because its characters are the same in every process, which object hash codes are not.
            ulong hash = 14695981039346656037;
            foreach (var character in Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture) ?? "")
                hash = (hash ^ character) * 1099511628211;
            return Unit(new DataViewRowId(hash, 0).Combine(new DataViewRowId((uint)seed, 0x4B)));
        };
    }

    private static double Unit(DataViewRowId id) => (id.Low >> 11) * (1.0 / (1UL << 53));
}
