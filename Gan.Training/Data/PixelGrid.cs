using Gan.Onnx;
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

    /// <summary>A channel, row by row, values 0 to 255: 0 red, 1 green, 2 blue, 3 alpha.</summary>
    public double[] Channel(int channel)
    {
        var offset = _blueFirst && channel < 3 ? 2 - channel : channel;
        var values = new double[Width * Height];
        for (var i = 0; i < values.Length; i++)
            values[i] = _pixels[4 * i + offset];
        return values;
    }

    /// <summary>The grey of the colours, row by row, 0 to 255.</summary>
    public double[] Grey()
    {
        var (red, blue) = _blueFirst ? (2, 0) : (0, 2);
        var values = new double[Width * Height];
        for (var i = 0; i < values.Length; i++)
            values[i] = Luminance.Of(_pixels[4 * i + red], _pixels[4 * i + 1], _pixels[4 * i + blue]);
        return values;
    }
}
