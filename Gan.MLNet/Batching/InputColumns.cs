using Gan.MLNet.Images;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Image;

namespace Gan.MLNet.Batching;

/// <summary>Finds input columns and says, in the way of ML.NET's own transforms, what is wrong with them.</summary>
internal static class InputColumns
{
    /// <summary>Finds a column of samples: a vector of known size or, where <paramref name="pixels"/> says how to read it, an
    /// image.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is missing, or neither a vector of <paramref name="size"/> Single nor an
    /// image.</exception>
    public static DataViewSchema.Column FindSamples(DataViewSchema inputSchema, string name, int size, PixelLayout? pixels = null)
    {
        DataViewSchema.Column column = Find(inputSchema, name);
        if (column.Type is VectorDataViewType vector && vector.ItemType == NumberDataViewType.Single && vector.Size == size)
            return column;
        if (Fits(column.Type, pixels))
            return column;
        throw Mismatch(
            nameof(inputSchema),
            name,
            $"Vector<Single, {size}>{(pixels is null ? "" : $" or an image")}",
            column.Type.ToString()!
        );
    }

    /// <summary>Finds a column of images of any size.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is missing, or of another type.</exception>
    public static DataViewSchema.Column FindImages(DataViewSchema inputSchema, string name)
    {
        DataViewSchema.Column column = Find(inputSchema, name);
        return column.Type is ImageDataViewType
            ? column
            : throw Mismatch(nameof(inputSchema), name, "an image", column.Type.ToString()!);
    }

    /// <summary>As <see cref="FindImages"/>.</summary>
    public static void CheckImages(SchemaShape inputSchema, string name)
    {
        SchemaShape.Column column = Find(inputSchema, name);
        if (column.Kind != SchemaShape.Column.VectorKind.Scalar || column.ItemType is not ImageDataViewType)
            throw Mismatch(nameof(inputSchema), name, "an image", Describe(column));
    }

    /// <summary>Finds a scalar column of one of the given types.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is missing, or of another type.</exception>
    public static DataViewSchema.Column FindScalar(DataViewSchema inputSchema, string name, IReadOnlyList<DataViewType> types)
    {
        DataViewSchema.Column column = Find(inputSchema, name);
        return types.Contains(column.Type)
            ? column
            : throw Mismatch(nameof(inputSchema), name, string.Join(" or ", types), column.Type.ToString()!);
    }

    /// <summary>As <see cref="FindSamples"/>, as far as a shape can tell: it does not know a vector's size.</summary>
    public static void CheckSamples(SchemaShape inputSchema, string name, PixelLayout? pixels = null)
    {
        SchemaShape.Column column = Find(inputSchema, name);
        bool vector =
            column.Kind == SchemaShape.Column.VectorKind.Vector && column.ItemType == NumberDataViewType.Single && !column.IsKey;
        if (vector || (column.Kind == SchemaShape.Column.VectorKind.Scalar && Fits(column.ItemType, pixels)))
            return;
        throw Mismatch(
            nameof(inputSchema),
            name,
            $"a vector of Single of known size{(pixels is null ? "" : $" or an image")}",
            Describe(column)
        );
    }

    private static bool Fits(DataViewType type, PixelLayout? pixels) => pixels is not null && type is ImageDataViewType;

    /// <summary>As <see cref="FindScalar"/>.</summary>
    public static void CheckScalar(SchemaShape inputSchema, string name, IReadOnlyList<DataViewType> types)
    {
        SchemaShape.Column column = Find(inputSchema, name);
        if (column.Kind != SchemaShape.Column.VectorKind.Scalar || column.IsKey || !types.Contains(column.ItemType))
            throw Mismatch(nameof(inputSchema), name, string.Join(" or ", types), Describe(column));
    }

    /// <summary>The shape with columns added, in place of those with the same names.</summary>
    public static SchemaShape Add(SchemaShape inputSchema, params SchemaShape.Column[] added) =>
        new(inputSchema.Where(column => !added.Any(a => a.Name == column.Name)).Concat(added));

    /// <summary>Finds a column of any type.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is missing.</exception>
    public static DataViewSchema.Column Find(DataViewSchema inputSchema, string name) =>
        inputSchema.GetColumnOrNull(name)
        ?? throw NotFound(nameof(inputSchema), name, inputSchema.Where(c => !c.IsHidden).Select(c => c.Name));

    /// <summary>Finds the shape of a column of any type.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is missing.</exception>
    public static SchemaShape.Column Find(SchemaShape inputSchema, string name)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        foreach (SchemaShape.Column column in inputSchema)
        {
            if (column.Name == name)
                return column;
        }

        throw NotFound(nameof(inputSchema), name, inputSchema.Select(c => c.Name));
    }

    private static string Describe(SchemaShape.Column column)
    {
        string item = (column.IsKey ? "Key of " : "") + column.ItemType;
        return column.Kind switch
        {
            SchemaShape.Column.VectorKind.Vector => $"a vector of {item}",
            SchemaShape.Column.VectorKind.VariableVector => $"a vector of {item} of unknown size",
            _ => item,
        };
    }

    private static ArgumentOutOfRangeException NotFound(string parameter, string name, IEnumerable<string> present) =>
        new(parameter, $"Could not find input column '{name}'. The input has: '{string.Join("', '", present)}'.");

    /// <summary>What is said of a column of another type.</summary>
    public static ArgumentOutOfRangeException Mismatch(string parameter, string name, string expected, string found) =>
        new(parameter, $"Schema mismatch for input column '{name}': expected {expected}, got {found}.");
}
