using Gan.Onnx;
using Gan.Onnx.Bundles;

namespace Gan.Training.Reporting;

/// <summary>Lays pictures out in a grid and writes it as one PNG.</summary>
internal static class SampleGrid
{
    private const int Gap = 1;

    /// <summary>Writes a grid.</summary>
    /// <param name="path">The PNG to make or replace.</param>
    /// <param name="samples">As for <see cref="Draw"/>.</param>
    /// <param name="shape">As for <see cref="Draw"/>.</param>
    /// <param name="range">As for <see cref="Draw"/>.</param>
    /// <param name="columns">As for <see cref="Draw"/>.</param>
    /// <param name="scale">As for <see cref="Draw"/>.</param>
    /// <exception cref="GanException">The samples are no pictures, or the file cannot be written.</exception>
    public static void Save(
        string path,
        ReadOnlySpan<float> samples,
        IReadOnlyList<int> shape,
        ValueRange range,
        int columns = 10,
        int scale = 4
    )
    {
        var picture = Draw(samples, shape, range, columns, scale);
        AtomicFile.Write(path, stream => stream.Write(picture.Png));
    }

    /// <summary>Draws a grid.</summary>
    /// <param name="samples">Pictures one after the other, each channels x height x width, row-major, in
    /// <paramref name="range"/>.</param>
    /// <param name="shape">Channels (1 grey, 3 RGB, 4 RGBA), height, width.</param>
    /// <param name="range">The values that become black and white; values outside are clipped.</param>
    /// <param name="columns">Pictures in a row of the grid.</param>
    /// <param name="scale">Screen pixels per picture pixel.</param>
    /// <exception cref="GanException">The samples are no pictures.</exception>
    public static GridImage Draw(
        ReadOnlySpan<float> samples,
        IReadOnlyList<int> shape,
        ValueRange range,
        int columns = 10,
        int scale = 4
    )
    {
        ArgumentNullException.ThrowIfNull(shape);
        ArgumentNullException.ThrowIfNull(range);
        if (shape is not [1 or 3 or 4, var height, var width])
            throw new GanException(
                $"Samples of shape [{string.Join(", ", shape)}] cannot be drawn: a picture has 1, 3 or 4 channels, a height "
                    + $"and a width."
            );
        var channels = shape[0];
        var size = channels * height * width;
        var count = samples.Length / size;
        var rows = (count + columns - 1) / columns;
        var (gridWidth, gridHeight) = (columns * (width * scale + Gap) + Gap, rows * (height * scale + Gap) + Gap);
        var pixels = new byte[gridWidth * gridHeight * channels];
        Array.Fill(pixels, (byte)255);
        var line = new byte[width * scale * channels];
        for (var i = 0; i < count; i++)
        {
            var (left, top) = (Gap + i % columns * (width * scale + Gap), Gap + i / columns * (height * scale + Gap));
            var sample = samples.Slice(i * size, size);
            for (var y = 0; y < height; y++)
            {
                FillLine(line, sample[(y * width)..], height * width, range, channels, scale);
                for (var copy = 0; copy < scale; copy++)
                    line.CopyTo(pixels, ((top + y * scale + copy) * gridWidth + left) * channels);
            }
        }

        return new GridImage(PngEncoder.Encode(pixels, gridWidth, gridHeight, channels), gridHeight, gridWidth, channels);
    }

    /// <summary>How many screen pixels make samples of a size well visible: about so many for each side, but a whole number a
    /// pixel.</summary>
    internal static int ScaleFor(IReadOnlyList<int> shape, int side = 64) =>
        Math.Clamp(side / Math.Max(shape[1], shape[2]), 1, 8);

    /// <summary>One row of a sample's pixels, each as wide as the scale says.</summary>
    private static void FillLine(Span<byte> line, ReadOnlySpan<float> row, int plane, ValueRange range, int channels, int scale)
    {
        var to = 0;
        for (var x = 0; to < line.Length; x++)
        {
            var first = to;
            for (var c = 0; c < channels; c++)
                line[to++] = ToByte(row[c * plane + x], range);
            for (var copy = 1; copy < scale; copy++, to += channels)
                line.Slice(first, channels).CopyTo(line[to..]);
        }
    }

    private static byte ToByte(float value, ValueRange range) =>
        (byte)Math.Clamp(Math.Round((value - range.Minimum) / (range.Maximum - range.Minimum) * 255), 0, 255);
}

/// <summary>A grid of pictures as a file holds it.</summary>
/// <param name="Png">The file's bytes.</param>
/// <param name="Height">Its height in pixels.</param>
/// <param name="Width">Its width in pixels.</param>
/// <param name="Channels">1 for grey, 3 for RGB, 4 for RGBA: those of the samples.</param>
internal sealed record GridImage(byte[] Png, int Height, int Width, int Channels);
