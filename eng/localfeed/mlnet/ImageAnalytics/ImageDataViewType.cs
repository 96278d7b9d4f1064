using System.Globalization;
using Microsoft.ML.Data;

namespace Microsoft.ML.Transforms.Image;

public sealed class ImageDataViewType : StructuredDataViewType
{
    public readonly int Height;
    public readonly int Width;

    public ImageDataViewType(int height, int width) : base(typeof(MLImage))
    {
        if (height <= 0)
            throw new ArgumentOutOfRangeException(nameof(height), "Must be positive.");
        if (width <= 0)
            throw new ArgumentOutOfRangeException(nameof(width), "Must be positive.");
        Height = height;
        Width = width;
    }

    public ImageDataViewType() : base(typeof(MLImage))
    {
    }

    public override bool Equals(DataViewType? other) =>
        ReferenceEquals(this, other) || (other is ImageDataViewType image && image.Height == Height && image.Width == Width);

    public override int GetHashCode() => HashCode.Combine(Height, Width);

    public override string ToString() =>
        Height == 0 ? "Image" : string.Create(CultureInfo.InvariantCulture, $"Image<{Height}, {Width}>");
}
