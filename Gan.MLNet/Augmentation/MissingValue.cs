using Microsoft.ML.Data;

namespace Gan.MLNet.Augmentation;

/// <summary>What made-up rows hold in columns that nobody makes values for: ML.NET's missing value of the type, else its
/// default.</summary>
internal static class MissingValue
{
    /// <summary>The missing value of a column whose getter gives <typeparamref name="T"/>.</summary>
    public static T Of<T>(DataViewType type)
    {
        if (typeof(T) == typeof(float))
            return (T)(object)float.NaN;
        if (typeof(T) == typeof(double))
            return (T)(object)double.NaN;
        int size = (type as VectorDataViewType)?.Size ?? 0;
        if (typeof(T) == typeof(VBuffer<float>))
            return (T)(object)Fill(size, float.NaN);
        if (typeof(T) == typeof(VBuffer<double>))
            return (T)(object)Fill(size, double.NaN);
        if (typeof(T).IsGenericType && typeof(T).GetGenericTypeDefinition() == typeof(VBuffer<>))
        {
            // A sparse vector of the column's length without values: defaults throughout.
            Array none = Array.CreateInstance(typeof(T).GenericTypeArguments[0], 0);
            return (T)Activator.CreateInstance(typeof(T), size, 0, none, Array.Empty<int>())!;
        }

        return default!;
    }

    private static VBuffer<T> Fill<T>(int size, T value)
    {
        var values = new T[size];
        Array.Fill(values, value);
        return new VBuffer<T>(size, values);
    }
}
