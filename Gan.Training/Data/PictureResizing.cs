using Microsoft.ML.Data;

namespace Gan.Training.Data;

/// <summary>Brings pictures to one size: the mean over the area that a pixel covers where they shrink, linear between pixels
/// where they
/// grow. The same bytes give the same numbers on every machine.</summary>
internal static class PictureResizing
{
    /// <summary>Writes the picture as channels x height x width, values 0 to 255.</summary>
    public static void ToSample(PixelGrid picture, ImageFolderOptions options, Span<float> sample)
    {
        sample.Clear();
        var (left, top, width, height) = Region(picture, options);
        var (columnsFrom, columnCount, rowsFrom, rowCount) = Place(picture, options);
        var columns = Weights(left, width, columnCount, picture.Width);
        var rows = Weights(top, height, rowCount, picture.Height);
        for (var y = 0; y < rowCount; y++)
        {
            for (var x = 0; x < columnCount; x++)
            {
                for (var c = 0; c < options.Channels; c++)
                {
                    sample[(c * options.Height + rowsFrom + y) * options.Width + columnsFrom + x] = (float)
                        Math.Clamp(Mean(picture, rows[y], columns[x], options.Channels, c), 0, 255);
                }
            }
        }
    }

    /// <summary>What of the picture is used: its middle in the sample's proportions, or all of it.</summary>
    private static (double Left, double Top, double Width, double Height) Region(PixelGrid picture, ImageFolderOptions options)
    {
        if (options.Fitting != PictureFitting.Crop)
            return (0, 0, picture.Width, picture.Height);
        var scale = Math.Min((double)picture.Width / options.Width, (double)picture.Height / options.Height);
        var (width, height) = (scale * options.Width, scale * options.Height);
        return ((picture.Width - width) / 2, (picture.Height - height) / 2, width, height);
    }

    /// <summary>Which pixels of the sample are filled: all, or as many in the middle as keep the picture's proportions.</summary>
    private static (int ColumnsFrom, int Columns, int RowsFrom, int Rows) Place(PixelGrid picture, ImageFolderOptions options)
    {
        if (options.Fitting != PictureFitting.Fit)
            return (0, options.Width, 0, options.Height);
        var scale = Math.Max((double)picture.Width / options.Width, (double)picture.Height / options.Height);
        var columns = Math.Clamp((int)Math.Round(picture.Width / scale), 1, options.Width);
        var rows = Math.Clamp((int)Math.Round(picture.Height / scale), 1, options.Height);
        return ((options.Width - columns) / 2, columns, (options.Height - rows) / 2, rows);
    }

    /// <summary>For each pixel of the sample the pixels of the picture it is made of, with their weights, which sum to
    /// 1.</summary>
    private static (int Pixel, double Weight)[][] Weights(double start, double length, int count, int pixels)
    {
        var step = length / count;
        var weights = new (int Pixel, double Weight)[count][];
        for (var i = 0; i < count; i++)
        {
            var from = start + i * step;
            weights[i] = step >= 1 ? Area(from, from + step, pixels) : Between(from + step / 2 - 0.5, pixels);
        }

        return weights;
    }

    private static (int Pixel, double Weight)[] Area(double from, double to, int pixels)
    {
        var first = Math.Max(0, (int)Math.Floor(from));
        var last = Math.Min(pixels - 1, (int)Math.Ceiling(to) - 1);
        return
        [
            .. Enumerable
                .Range(first, last - first + 1)
                .Select(p => (p, (Math.Min(to, p + 1) - Math.Max(from, p)) / (to - from))),
        ];
    }

    private static (int Pixel, double Weight)[] Between(double place, int pixels)
    {
        var lower = (int)Math.Floor(place);
        var share = place - lower;
        return [(Math.Clamp(lower, 0, pixels - 1), 1 - share), (Math.Clamp(lower + 1, 0, pixels - 1), share)];
    }

    private static double Mean(
        PixelGrid picture,
        (int Pixel, double Weight)[] rows,
        (int Pixel, double Weight)[] columns,
        int channels,
        int channel
    )
    {
        var sum = 0.0;
        foreach (var (y, rowWeight) in rows)
        {
            foreach (var (x, columnWeight) in columns)
                sum += rowWeight * columnWeight * (channels == 1 ? Luminance(picture, x, y) : picture[x, y, channel]);
        }

        return sum;
    }

    /// <summary>Grey as television weighs the colours (ITU-R BT.601).</summary>
    private static double Luminance(PixelGrid picture, int x, int y) =>
        0.299 * picture[x, y, 0] + 0.587 * picture[x, y, 1] + 0.114 * picture[x, y, 2];
}

/// <summary>The pixels of a decoded picture of 32 bits a pixel as red, green, blue and alpha, whatever order they are stored in.
/// Valid as long as the picture.</summary>
internal readonly ref struct PixelGrid
{
    private readonly ReadOnlySpan<byte> _pixels;
    private readonly bool _blueFirst;

    public PixelGrid(MLImage image)
    {
        (Width, Height) = (image.Width, image.Height);
        _pixels = image.Pixels;
        _blueFirst = image.PixelFormat == MLPixelFormat.Bgra32;
    }

    public int Width { get; }

    public int Height { get; }

    /// <summary>A channel of a pixel: 0 red, 1 green, 2 blue, 3 alpha.</summary>
    public byte this[int x, int y, int channel] =>
        _pixels[(y * Width + x) * 4 + (_blueFirst && channel < 3 ? 2 - channel : channel)];
}
