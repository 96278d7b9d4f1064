using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms.Image;

internal static class ImageColumns
{
    public static (string Output, string Input)[] Pair(string output, string? input)
    {
        ArgumentException.ThrowIfNullOrEmpty(output);
        return [(output, input ?? output)];
    }

    public static ImageDataViewType Require(DataViewSchema.Column column) => column.Type as ImageDataViewType
        ?? throw Errors.Mismatch("inputSchema", "input", column.Name, "image", column.Type.ToString()!);

    public static SchemaShape.Column Require(SchemaShape schema, string name)
    {
        var column = schema.Find("inputSchema", "input", name);
        return column.ItemType is ImageDataViewType
            ? column
            : throw Errors.Mismatch("inputSchema", "input", name, "image", column.GetTypeString());
    }

    /// <summary>A getter that makes an image; what the caller's variable held before is disposed of.</summary>
    public static ValueGetter<MLImage> Getter(Func<MLImage> make) => (ref MLImage image) =>
    {
        image?.Dispose();
        image = make();
    };
}
