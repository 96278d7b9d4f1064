using Gan.Onnx;
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

    private PixelLayout(IReadOnlyList<int> shape, ValueRange range)
    {
        (Channels, Height, Width) = (shape[0], shape[1], shape[2]);
        (_minimum, _scale) = ((float)range.Minimum, (float)(255 / (range.Maximum - range.Minimum)));
    }

    public int Channels { get; }

    public int Height { get; }

    public int Width { get; }

    /// <summary>The type of a column of such images.</summary>
    public ImageDataViewType ColumnType => new(Height, Width);

    /// <summary>The layout of a bundle's samples; null where they are no grey, RGB or RGBA pictures.</summary>
    public static PixelLayout? Of(BundleData data) => data.Kind is DataKind.Image ? Of(data.Shape, data.ValueRange) : null;

    /// <summary>The layout of [channels, height, width] values; null for other numbers of channels.</summary>
    public static PixelLayout? Of(IReadOnlyList<int> shape, ValueRange range) =>
        shape[0] is 1 or 3 or 4 ? new PixelLayout(shape, range) : null;

    /// <summary>Makes an image. Grey fills red, green and blue; without a fourth channel it is opaque.</summary>
    public MLImage ToImage(ReadOnlySpan<float> values)
    {
        int area = Height * Width;
        var pixels = new byte[4 * area];
        for (int i = 0; i < area; i++)
        {
            for (int channel = 0; channel < 4; channel++)
            {
                int plane = Channels == 1 ? 0 : channel;
                pixels[4 * i + channel] =
                    channel == 3 && Channels < 4
                        ? byte.MaxValue
                        : (byte)Math.Clamp(MathF.Round((values[plane * area + i] - _minimum) * _scale), 0, 255);
            }
        }

        return MLImage.CreateFromPixels(Width, Height, MLPixelFormat.Rgba32, pixels);
    }

    /// <summary>Reads an image of this height and width. Grey is what training made of colours, ITU-R BT.601, and not what
    /// ConvertToGrayscale has, BT.709; without a fourth channel the image's transparency is not looked at.</summary>
    public void FromImage(MLImage image, Span<float> values)
    {
        ReadOnlySpan<byte> pixels = image.Pixels;
        (int red, int blue) = image.PixelFormat is MLPixelFormat.Rgba32 ? (0, 2) : (2, 0);
        int area = Height * Width;
        for (int i = 0; i < area; i++)
        {
            ReadOnlySpan<byte> pixel = pixels.Slice(4 * i, 4);
            if (Channels == 1)
            {
                values[i] = Value((float)Luminance.Of(pixel[red], pixel[1], pixel[blue]));
                continue;
            }

            values[i] = Value(pixel[red]);
            values[area + i] = Value(pixel[1]);
            values[2 * area + i] = Value(pixel[blue]);
            if (Channels == 4)
                values[3 * area + i] = Value(pixel[3]);
        }
    }

    private float Value(float level) => _minimum + level / _scale;
}

/// <summary>Hands out the rows of a matrix as images.</summary>
internal static class ImageOutput
{
    /// <summary>Makes a getter of row <paramref name="slot"/> of <paramref name="matrix"/>, of <paramref name="size"/> values
    /// each. Each call makes a new image, which belongs to the caller.</summary>
    public static ValueGetter<MLImage> Getter(float[] matrix, int size, PixelLayout layout, Func<int> slot) =>
        (ref MLImage value) => value = layout.ToImage(matrix.AsSpan(slot() * size, size));
}
