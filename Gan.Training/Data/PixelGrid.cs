using Microsoft.ML.Data;

namespace Gan.Training.Data;

/// <summary>The pixels of a decoded picture as red, green, blue and alpha, whatever order they are stored in.</summary>
internal sealed class PixelGrid
{
    private readonly byte[] _pixels;
    private readonly bool _blueFirst;

    public PixelGrid(MLImage image)
    {
        if (image.BitsPerPixel != 32)
            throw new NotSupportedException($"It has {image.BitsPerPixel} bits a pixel, and 32 are read.");
        (Width, Height) = (image.Width, image.Height);
        _pixels = image.Pixels.ToArray();
        _blueFirst = image.PixelFormat == MLPixelFormat.Bgra32;
    }

    public int Width { get; }

    public int Height { get; }

    /// <summary>A channel of a pixel: 0 red, 1 green, 2 blue, 3 alpha.</summary>
    public byte this[int x, int y, int channel] =>
        _pixels[(y * Width + x) * 4 + (_blueFirst && channel < 3 ? 2 - channel : channel)];
}
