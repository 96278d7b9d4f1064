using Microsoft.ML;
using Microsoft.ML.Data;

namespace Gan.MLNet.Images;

/// <summary>Hands out the rows of a matrix as images.</summary>
internal static class ImageOutput
{
    /// <summary>Makes a getter of row <paramref name="slot"/> of <paramref name="matrix"/>, of <paramref name="size"/> values
    /// each. Each
    /// call makes a new image, which belongs to the caller.</summary>
    public static ValueGetter<MLImage> Getter(float[] matrix, int size, PixelLayout layout, Func<int> slot) =>
        (ref MLImage value) => value = layout.ToImage(matrix.AsSpan(slot() * size, size));
}
