using System.Numerics;
using System.Runtime.InteropServices;
using Gan.Onnx;

namespace Gan.MLNet.Images;

/// <summary>Brings pictures of one size to the samples': the mean over the area that a pixel covers where they shrink, linear
/// between pixels where they grow. Colours weigh as much as they are opaque. The same bytes give the same numbers on every
/// machine.</summary>
internal sealed class ImageResizing
{
    private readonly int _pictureWidth,
        _pictureHeight,
        _channels,
        _height,
        _width,
        _columnsFrom,
        _rowsFrom;
    private readonly (int Pixel, double Weight)[][] _columns;
    private readonly (int Pixel, double Weight)[][] _rows;

    /// <param name="pictureWidth">The pictures' width.</param>
    /// <param name="pictureHeight">The pictures' height.</param>
    /// <param name="channels">1 for grey, 3 for RGB, 4 for RGBA.</param>
    /// <param name="height">The samples' height.</param>
    /// <param name="width">The samples' width.</param>
    /// <param name="fitting">What becomes of other proportions.</param>
    /// <param name="nearest">Whether the nearest pixels are taken, and none are mixed.</param>
    public ImageResizing(
        int pictureWidth,
        int pictureHeight,
        int channels,
        int height,
        int width,
        ImageFitting fitting,
        bool nearest = false
    )
    {
        (_pictureWidth, _pictureHeight) = (pictureWidth, pictureHeight);
        (_channels, _height, _width) = (channels, height, width);
        (double left, double top, double usedWidth, double usedHeight) = Region(fitting);
        (_columnsFrom, int columns, _rowsFrom, int rows) = Place(fitting);
        (_columns, _rows) = nearest
            ? (
                Resampling.Nearest(left, usedWidth, columns, pictureWidth),
                Resampling.Nearest(top, usedHeight, rows, pictureHeight)
            )
            : (Resampling.Area(left, usedWidth, columns, pictureWidth), Resampling.Area(top, usedHeight, rows, pictureHeight));
    }

    /// <summary>Whether it is made for a picture's size.</summary>
    public bool Suits(RgbaImage image) => image.Width == _pictureWidth && image.Height == _pictureHeight;

    /// <summary>Writes the picture as channels x height x width, values 0 to 255.</summary>
    public void ToSample(RgbaImage image, Span<float> sample)
    {
        bool weighed = _channels == 4 && image.IsTransparent;
        if (_pictureWidth == _width && _pictureHeight == _height)
            Copy(image.Pixels, sample);
        else
            Resample(image.Pixels, sample, weighed);
    }

    private void Copy(ReadOnlySpan<byte> pixels, Span<float> sample)
    {
        int area = _width * _height;
        if (_channels == 1)
        {
            for (int i = 0; i < area; i++)
                sample[i] = (float)Grey(pixels.Slice(4 * i, 4));
            return;
        }

        for (int channel = 0; channel < _channels; channel++)
            CopyPlane(pixels, channel, sample.Slice(channel * area, area));
    }

    private static void CopyPlane(ReadOnlySpan<byte> pixels, int channel, Span<float> plane)
    {
        int done = 0;
        if (BitConverter.IsLittleEndian)
        {
            ReadOnlySpan<Vector<int>> from = MemoryMarshal.Cast<byte, Vector<int>>(pixels);
            Span<Vector<float>> to = MemoryMarshal.Cast<float, Vector<float>>(plane);
            for (int i = 0; i < to.Length; i++)
                to[i] = Vector.ConvertToSingle(Vector.ShiftRightLogical(from[i], 8 * channel) & new Vector<int>(byte.MaxValue));
            done = to.Length * Vector<float>.Count;
        }

        for (int i = done; i < plane.Length; i++)
            plane[i] = pixels[4 * i + channel];
    }

    private void Resample(ReadOnlySpan<byte> pixels, Span<float> sample, bool weighed)
    {
        sample.Clear();
        // Weighed pixels are colours times alpha, alpha, and the plain colours, for where all is transparent.
        int values = weighed ? 7 : _channels;
        int length = _columns.Length * values;
        double[] sum = new double[length];
        var lines = new Lines(length);
        for (int y = 0; y < _rows.Length; y++)
        {
            Array.Clear(sum);
            foreach ((int row, double weight) in _rows[y])
            {
                double[] line = lines.Of(row, out bool isNew);
                if (isNew)
                    ResampleRow(pixels.Slice(4 * row * _pictureWidth, 4 * _pictureWidth), line, values);
                Add(sum, weight, line);
            }

            Write(sum, sample[((_rowsFrom + y) * _width + _columnsFrom)..], values);
        }
    }

    private static void Add(Span<double> sum, double weight, ReadOnlySpan<double> line)
    {
        Span<Vector<double>> sums = MemoryMarshal.Cast<double, Vector<double>>(sum);
        ReadOnlySpan<Vector<double>> lines = MemoryMarshal.Cast<double, Vector<double>>(line);
        for (int i = 0; i < sums.Length; i++)
            sums[i] += weight * lines[i];
        for (int i = sums.Length * Vector<double>.Count; i < sum.Length; i++)
            sum[i] += weight * line[i];
    }

    /// <summary>The colours of opaque pictures, which are most: the same sums in the same order as below.</summary>
    private void ResampleColors(ReadOnlySpan<byte> row, double[] line)
    {
        for (int x = 0; x < _columns.Length; x++)
        {
            (double red, double green, double blue) = (0, 0, 0);
            foreach ((int column, double weight) in _columns[x])
            {
                ReadOnlySpan<byte> from = row.Slice(4 * column, 4);
                red += weight * from[0];
                green += weight * from[1];
                blue += weight * from[2];
            }

            Span<double> pixel = line.AsSpan(3 * x, 3);
            (pixel[0], pixel[1], pixel[2]) = (red, green, blue);
        }
    }

    private void ResampleRow(ReadOnlySpan<byte> row, double[] line, int values)
    {
        if (values == 3)
        {
            ResampleColors(row, line);
            return;
        }

        Span<double> pixel = stackalloc double[values];
        for (int x = 0; x < _columns.Length; x++)
        {
            pixel.Clear();
            foreach ((int column, double weight) in _columns[x])
            {
                ReadOnlySpan<byte> from = row.Slice(4 * column, 4);
                if (values == 1)
                {
                    pixel[0] += weight * Grey(from);
                    continue;
                }

                double share = values == 7 ? weight * from[3] : weight;
                pixel[0] += share * from[0];
                pixel[1] += share * from[1];
                pixel[2] += share * from[2];
                if (values >= 4)
                    pixel[3] += weight * from[3];
                if (values < 7)
                    continue;
                for (int channel = 0; channel < 3; channel++)
                    pixel[4 + channel] += weight * from[channel];
            }

            pixel.CopyTo(line.AsSpan(x * values));
        }
    }

    private void Write(double[] sum, Span<float> sample, int values)
    {
        int area = _width * _height;
        for (int x = 0; x < _columns.Length; x++)
        {
            ReadOnlySpan<double> pixel = sum.AsSpan(x * values, values);
            for (int channel = 0; channel < _channels; channel++)
            {
                double value =
                    values < 7 || channel == 3 ? pixel[channel]
                    : pixel[3] > 0 ? pixel[channel] / pixel[3]
                    : pixel[4 + channel];
                sample[channel * area + x] = (float)Math.Clamp(value, 0, 255);
            }
        }
    }

    /// <summary>What of the picture is used: its middle in the sample's proportions, or all of it.</summary>
    private (double Left, double Top, double Width, double Height) Region(ImageFitting fitting)
    {
        if (fitting != ImageFitting.Crop)
            return (0, 0, _pictureWidth, _pictureHeight);
        double scale = Math.Min((double)_pictureWidth / _width, (double)_pictureHeight / _height);
        (double width, double height) = (scale * _width, scale * _height);
        return ((_pictureWidth - width) / 2, (_pictureHeight - height) / 2, width, height);
    }

    /// <summary>Which pixels of the sample are filled: all, or as many in the middle as keep the picture's proportions.</summary>
    private (int ColumnsFrom, int Columns, int RowsFrom, int Rows) Place(ImageFitting fitting)
    {
        if (fitting != ImageFitting.Fit)
            return (0, _width, 0, _height);
        double scale = Math.Max((double)_pictureWidth / _width, (double)_pictureHeight / _height);
        int columns = Math.Clamp((int)Math.Round(_pictureWidth / scale), 1, _width);
        int rows = Math.Clamp((int)Math.Round(_pictureHeight / scale), 1, _height);
        return ((_width - columns) / 2, columns, (_height - rows) / 2, rows);
    }

    private static double Grey(ReadOnlySpan<byte> pixel) => Luminance.Of(pixel[0], pixel[1], pixel[2]);

    /// <summary>The last two rows of the picture at the sample's width: neighbouring rows of the sample share them.</summary>
    private sealed class Lines(int length)
    {
        private (int Row, double[] Line) _last = (-1, new double[length]),
            _before = (-1, new double[length]);

        public double[] Of(int row, out bool isNew)
        {
            isNew = false;
            if (_last.Row == row)
                return _last.Line;
            if (_before.Row == row)
                return _before.Line;
            isNew = true;
            (_before, _last) = (_last, (row, _before.Line));
            return _last.Line;
        }
    }
}
