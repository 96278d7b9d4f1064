using Gan.Onnx.Bundles;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Image;
using DataKind = Gan.Onnx.Bundles.DataKind;

namespace Gan.MLNet.Images;

/// <summary>How values and images of ML.NET become each other: planes of channels (grey, RGB or RGBA), line by line, on a
/// bundle's scale.</summary>
internal sealed class PixelLayout
{
    private readonly float _minimum,
        _scale;
    private readonly ImageSampler _sampler;

    private PixelLayout(IReadOnlyList<int> shape, ValueRange range, ImageInputOptions images)
    {
        (Channels, Height, Width) = (shape[0], shape[1], shape[2]);
        (_minimum, _scale) = ((float)range.Minimum, (float)(255 / (range.Maximum - range.Minimum)));
        _sampler = new ImageSampler(Channels, Height, Width, images.Fitting, Background(images), range);
    }

    public int Channels { get; }

    public int Height { get; }

    public int Width { get; }

    /// <summary>The type of a column of such images.</summary>
    public ImageDataViewType ColumnType => new(Height, Width);

    /// <summary>The layout of a bundle's samples; null where they are no grey, RGB or RGBA pictures.</summary>
    public static PixelLayout? Of(BundleData data, ImageInputOptions? images = null) =>
        data.Kind is DataKind.Image ? Of(data.Shape, data.ValueRange, images) : null;

    /// <summary>The layout of [channels, height, width] values; null for other numbers of channels.</summary>
    public static PixelLayout? Of(IReadOnlyList<int> shape, ValueRange range, ImageInputOptions? images = null) =>
        shape[0] is 1 or 3 or 4 ? new PixelLayout(shape, range, images ?? new ImageInputOptions()) : null;

    /// <summary>The colour that transparent pixels lie on.</summary>
    /// <exception cref="ArgumentException">What was said is no colour.</exception>
    public static ImageColor Background(ImageInputOptions images) =>
        ImageColor.TryParse(images.Background, out ImageColor color)
            ? color
            : throw new ArgumentException(
                $"The background '{images.Background}' is no colour that is known; it must be {ImageColor.Spellings}.",
                nameof(images)
            );

    /// <summary>Makes an image. Grey fills red, green and blue; without a fourth channel it is opaque, or as opaque as
    /// <paramref name="alpha"/> says, a byte a pixel; colours are straight.</summary>
    public MLImage ToImage(ReadOnlySpan<float> values, ReadOnlySpan<byte> alpha = default)
    {
        byte[] pixels = ToPixels(values, alpha, out bool isTransparent);
        return RgbaImage.ToMLImage(Width, Height, pixels, isTransparent);
    }

    /// <summary>As <see cref="ToImage"/>: red, green, blue and alpha of each pixel, and whether any is transparent.</summary>
    public byte[] ToPixels(ReadOnlySpan<float> values, ReadOnlySpan<byte> alpha, out bool isTransparent)
    {
        int area = Height * Width;
        var pixels = new byte[4 * area];
        isTransparent = false;
        for (int i = 0; i < area; i++)
        {
            for (int channel = 0; channel < 4; channel++)
            {
                int plane = Channels == 1 ? 0 : channel;
                pixels[4 * i + channel] =
                    channel == 3 && Channels < 4
                        ? (alpha.IsEmpty ? byte.MaxValue : alpha[i])
                        : (byte)Math.Clamp(MathF.Round((values[plane * area + i] - _minimum) * _scale), 0, 255);
            }

            isTransparent |= pixels[4 * i + 3] < byte.MaxValue;
        }

        return pixels;
    }

    /// <summary>Reads an image of any size, which is brought to this one. Grey is what training made of colours, ITU-R BT.601,
    /// and not what ConvertToGrayscale has, BT.709; without a fourth channel transparent pixels lie on the background.</summary>
    public void FromImage(MLImage image, Span<float> values)
    {
        using RgbaImage copy = RgbaImage.From(image);
        FromPicture(copy, values);
    }

    /// <summary>As <see cref="FromImage"/>; the picture's transparency may be gone then.</summary>
    public void FromPicture(RgbaImage picture, Span<float> values) => _sampler.ToSample(picture, values);
}

/// <summary>Hands out the rows of a matrix as images.</summary>
internal static class ImageOutput
{
    /// <summary>Makes a getter of row <paramref name="slot"/> of <paramref name="matrix"/>, of <paramref name="size"/> values
    /// each. Each call makes a new image, which belongs to the caller.</summary>
    public static ValueGetter<MLImage> Getter(float[] matrix, int size, PixelLayout layout, Func<int> slot) =>
        (ref MLImage value) => value = layout.ToImage(matrix.AsSpan(slot() * size, size));
}
