using System.Globalization;

namespace Microsoft.ML.Data;

/// <summary>The values of keys as texts.</summary>
internal static class KeyTexts
{
    public static ReadOnlyMemory<char>[] Of(DataViewSchema.Annotations annotations, DataViewSchema.Column values) =>
        Dispatch.Call<ReadOnlyMemory<char>[]>(Read<int>, values.Type.Item().RawType, annotations, values);

    private static ReadOnlyMemory<char>[] Read<T>(DataViewSchema.Annotations annotations, DataViewSchema.Column values)
    {
        VBuffer<T> buffer = default;
        annotations.GetGetter<VBuffer<T>>(values)(ref buffer);
        return [.. buffer.DenseValues().Select(Text)];
    }

    public static ReadOnlyMemory<char> Text<T>(T value) => value is ReadOnlyMemory<char> text
        ? text
        : (Convert.ToString(value, CultureInfo.InvariantCulture) ?? "").AsMemory();
}
