using SkiaSharp;

namespace Microsoft.ML.Data;

/// <summary>An image of 32 bits a pixel.</summary>
public sealed class MLImage : IDisposable
{
    private SKBitmap? _bitmap;
    private string? _tag;

    internal MLImage(SKBitmap bitmap)
    {
        // The other formats that decoders produce are not ones that callers could name.
        if (bitmap.ColorType is not (SKColorType.Bgra8888 or SKColorType.Rgba8888))
        {
            var converted = bitmap.Copy(SKColorType.Bgra8888) ?? throw new ArgumentException("The image's pixels cannot be read.", nameof(bitmap));
            bitmap.Dispose();
            bitmap = converted;
        }
        _bitmap = bitmap;
    }

    public string? Tag
    {
        get => _tag;
        set => _tag = value;
    }

    public int Width => Bitmap.Width;

    public int Height => Bitmap.Height;

    public int BitsPerPixel => Bitmap.BytesPerPixel * 8;

    public MLPixelFormat PixelFormat => Bitmap.ColorType == SKColorType.Rgba8888 ? MLPixelFormat.Rgba32 : MLPixelFormat.Bgra32;

    /// <summary>The pixels, row by row, four bytes each in the order of <see cref="PixelFormat"/>.</summary>
    public ReadOnlySpan<byte> Pixels => Bitmap.GetPixelSpan();

    /// <summary>The pixels, row by row, three bytes each: blue, green, red.</summary>
    public byte[] GetBGRPixels
    {
        get
        {
            var pixels = Pixels;
            var (red, _, blue) = ChannelOffsets;
            var result = new byte[pixels.Length / 4 * 3];
            for (int from = 0, to = 0; from < pixels.Length; from += 4, to += 3)
            {
                result[to] = pixels[from + blue];
                result[to + 1] = pixels[from + 1];
                result[to + 2] = pixels[from + red];
            }
            return result;
        }
    }

    internal SKBitmap Bitmap => _bitmap ?? throw new InvalidOperationException("Object is disposed.");

    /// <summary>Where red, green and blue stand within a pixel; alpha is the fourth byte.</summary>
    internal (int Red, int Green, int Blue) ChannelOffsets => PixelFormat == MLPixelFormat.Rgba32 ? (0, 1, 2) : (2, 1, 0);

    public static MLImage CreateFromStream(Stream imageStream)
    {
        ArgumentNullException.ThrowIfNull(imageStream);
        return new MLImage(SKBitmap.Decode(imageStream) ?? throw new ArgumentException("Invalid input stream contents", nameof(imageStream)));
    }

    public static MLImage CreateFromFile(string imagePath)
    {
        ArgumentNullException.ThrowIfNull(imagePath);
        return new MLImage(SKBitmap.Decode(imagePath) ?? throw new ArgumentException("Invalid path", nameof(imagePath)));
    }

    public static MLImage CreateFromPixels(int width, int height, MLPixelFormat pixelFormat, ReadOnlySpan<byte> imagePixelData)
    {
        if (pixelFormat is not (MLPixelFormat.Bgra32 or MLPixelFormat.Rgba32))
            throw new ArgumentException("Unsupported pixel format", nameof(pixelFormat));
        if (width <= 0)
            throw new ArgumentException("Invalid width value.", nameof(width));
        if (height <= 0)
            throw new ArgumentException("Invalid height value.", nameof(height));
        if (imagePixelData.Length != checked(width * height * 4))
            throw new ArgumentException("Invalid imagePixelData buffer size.");
        var bitmap = new SKBitmap(new SKImageInfo(width, height,
            pixelFormat == MLPixelFormat.Bgra32 ? SKColorType.Bgra8888 : SKColorType.Rgba8888, SKAlphaType.Unpremul));
        unsafe
        {
            imagePixelData.CopyTo(new Span<byte>((void*)bitmap.GetPixels(), bitmap.ByteCount));
        }
        return new MLImage(bitmap);
    }

    /// <summary>Writes the image in the format that the file's extension names.</summary>
    public void Save(string imagePath)
    {
        ArgumentNullException.ThrowIfNull(imagePath);
        SKEncodedImageFormat? format = Path.GetExtension(imagePath).ToLowerInvariant() switch
        {
            ".png" => SKEncodedImageFormat.Png,
            ".jpg" or ".jpeg" => SKEncodedImageFormat.Jpeg,
            ".webp" => SKEncodedImageFormat.Webp,
            ".bmp" => SKEncodedImageFormat.Bmp,
            ".gif" => SKEncodedImageFormat.Gif,
            ".ico" => SKEncodedImageFormat.Ico,
            ".wbmp" => SKEncodedImageFormat.Wbmp,
            _ => null,
        };
        if (format is null)
            throw new ArgumentException("Path has invalid image file extension.", nameof(imagePath));
        using var encoded = Bitmap.Encode(format.Value, 100)
            ?? throw new NotSupportedException($"Images cannot be written as {format}; PNG, JPEG and WebP can.");
        using var stream = File.Create(imagePath);
        encoded.SaveTo(stream);
    }

    public void Dispose()
    {
        _bitmap?.Dispose();
        _bitmap = null;
    }

    internal MLImage Clone() => new(Bitmap.Copy());
}
