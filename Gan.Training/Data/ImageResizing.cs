using Gan.Onnx;
using Microsoft.ML.Data;

namespace Gan.Training.Data;

/// <summary>Brings pictures of one size to the samples': the mean over the area that a pixel covers where they shrink, linear
/// between pixels where they grow. The same bytes give the same numbers on every machine.</summary>
internal sealed class ImageResizing
{
    private readonly int _width;
    private readonly int _height;
    private readonly ImageFolderOptions _options;
    private readonly int _columnsFrom;
    private readonly int _rowsFrom;
    private readonly (int Pixel, double Weight)[][] _columns;
    private readonly (int Pixel, double Weight)[][] _rows;

    /// <param name="width">The pictures' width.</param>
    /// <param name="height">The pictures' height.</param>
    /// <param name="options">What becomes of them.</param>
    public ImageResizing(int width, int height, ImageFolderOptions options)
    {
        (_width, _height, _options) = (width, height, options);
        var (left, top, usedWidth, usedHeight) = Region();
        (_columnsFrom, var columns, _rowsFrom, var rows) = Place();
        _columns = Resampling.Area(left, usedWidth, columns, width);
        _rows = Resampling.Area(top, usedHeight, rows, height);
    }

    /// <summary>Whether it is made for a picture's size.</summary>
    public bool Suits(PixelGrid picture) => picture.Width == _width && picture.Height == _height;

    /// <summary>Writes the picture as channels x height x width, values 0 to 255.</summary>
    public void ToSample(PixelGrid picture, Span<float> sample)
    {
        sample.Clear();
        for (var y = 0; y < _rows.Length; y++)
        {
            for (var x = 0; x < _columns.Length; x++)
            {
                for (var c = 0; c < _options.Channels; c++)
                {
                    sample[(c * _options.Height + _rowsFrom + y) * _options.Width + _columnsFrom + x] = (float)
                        Math.Clamp(Mean(picture, _rows[y], _columns[x], _options.Channels, c), 0, 255);
                }
            }
        }
    }

    /// <summary>What of the picture is used: its middle in the sample's proportions, or all of it.</summary>
    private (double Left, double Top, double Width, double Height) Region()
    {
        if (_options.Fitting != ImageFitting.Crop)
            return (0, 0, _width, _height);
        var scale = Math.Min((double)_width / _options.Width, (double)_height / _options.Height);
        var (width, height) = (scale * _options.Width, scale * _options.Height);
        return ((_width - width) / 2, (_height - height) / 2, width, height);
    }

    /// <summary>Which pixels of the sample are filled: all, or as many in the middle as keep the picture's proportions.</summary>
    private (int ColumnsFrom, int Columns, int RowsFrom, int Rows) Place()
    {
        if (_options.Fitting != ImageFitting.Fit)
            return (0, _options.Width, 0, _options.Height);
        var scale = Math.Max((double)_width / _options.Width, (double)_height / _options.Height);
        var columns = Math.Clamp((int)Math.Round(_width / scale), 1, _options.Width);
        var rows = Math.Clamp((int)Math.Round(_height / scale), 1, _options.Height);
        return ((_options.Width - columns) / 2, columns, (_options.Height - rows) / 2, rows);
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
                sum += rowWeight * columnWeight * (channels == 1 ? Grey(picture, x, y) : picture[x, y, channel]);
        }

        return sum;
    }

    private static double Grey(PixelGrid picture, int x, int y) =>
        Luminance.Of(picture[x, y, 0], picture[x, y, 1], picture[x, y, 2]);
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
