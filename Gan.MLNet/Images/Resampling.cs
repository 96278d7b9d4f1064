namespace Gan.MLNet.Images;

/// <summary>Brings planes of pixels to another size. The same values give the same numbers on every machine.</summary>
/// <remarks>What a row or column of the result is made of is said by pixels of the source with weights that sum to 1.</remarks>
internal static class Resampling
{
    /// <summary>For data: the mean over the area that a pixel covers where they shrink, linear between pixel centres where they
    /// grow.</summary>
    /// <param name="start">Where the part of the source that is used begins, in its pixels.</param>
    /// <param name="length">How long that part is.</param>
    /// <param name="count">Pixels of the result.</param>
    /// <param name="pixels">Pixels of the source.</param>
    public static (int Pixel, double Weight)[][] Area(double start, double length, int count, int pixels)
    {
        var step = length / count;
        var weights = new (int Pixel, double Weight)[count][];
        for (var i = 0; i < count; i++)
        {
            var from = start + i * step;
            weights[i] = step >= 1 ? Covered(from, from + step, pixels) : Between(from + step / 2 - 0.5, pixels);
        }

        return weights;
    }

    /// <summary>For maps of classes: the pixel in whose area the middle of the result's lies.</summary>
    /// <param name="start">Where the part of the source that is used begins, in its pixels.</param>
    /// <param name="length">How long that part is.</param>
    /// <param name="count">Pixels of the result.</param>
    /// <param name="pixels">Pixels of the source.</param>
    public static (int Pixel, double Weight)[][] Nearest(double start, double length, int count, int pixels) =>
        [
            .. Enumerable
                .Range(0, count)
                .Select(i => new[] { (Math.Clamp((int)(start + (i + 0.5) * length / count), 0, pixels - 1), 1.0) }),
        ];

    /// <summary>For feature networks: linear between pixel centres where pixels grow; where they shrink, the triangle is as wide
    /// as the pixels it stands for, so that nothing is skipped (antialiasing). Weights beyond the edges are left out.</summary>
    /// <remarks>Growing equals PyTorch's <c>interpolate(mode="bilinear", align_corners=False)</c>, shrinking its
    /// <c>antialias=True</c> and Pillow's bilinear filter on unrounded values. Skipping the antialiasing is what made published
    /// distances incomparable (G. Parmar et al., "On Aliased Resizing and Surprising Subtleties in GAN Evaluation", CVPR
    /// 2022).</remarks>
    /// <param name="count">Pixels of the result.</param>
    /// <param name="pixels">Pixels of the source.</param>
    public static (int Pixel, double Weight)[][] Triangle(int count, int pixels)
    {
        var scale = (double)pixels / count;
        var support = Math.Max(1, scale);
        var weights = new (int Pixel, double Weight)[count][];
        for (var i = 0; i < count; i++)
        {
            var centre = (i + 0.5) * scale;
            var first = Math.Max(0, (int)Math.Floor(centre - support + 0.5));
            var last = Math.Min(pixels, (int)Math.Floor(centre + support + 0.5));
            double Height(int pixel) => Math.Max(0, 1 - Math.Abs((pixel + 0.5 - centre) / support));
            var sum = Enumerable.Range(first, last - first).Sum(Height);
            weights[i] = [.. Enumerable.Range(first, last - first).Select(p => (p, Height(p) / sum))];
        }

        return weights;
    }

    /// <summary>Resamples one plane.</summary>
    /// <param name="plane">Its values, row by row.</param>
    /// <param name="width">Values in a row of it.</param>
    /// <param name="rows">What each row of the result is made of.</param>
    /// <param name="columns">What each column of the result is made of.</param>
    /// <returns>The result, rows x columns.</returns>
    public static double[] Resample(
        ReadOnlySpan<double> plane,
        int width,
        (int Pixel, double Weight)[][] rows,
        (int Pixel, double Weight)[][] columns
    )
    {
        var result = new double[rows.Length * columns.Length];
        for (var i = 0; i < result.Length; i++)
        {
            var sum = 0.0;
            foreach (var (y, rowWeight) in rows[i / columns.Length])
            {
                foreach (var (x, columnWeight) in columns[i % columns.Length])
                    sum += rowWeight * columnWeight * plane[y * width + x];
            }

            result[i] = sum;
        }

        return result;
    }

    /// <summary>Brings one plane of bytes to another size as <see cref="Area"/> says, rounded.</summary>
    public static byte[] Resize(byte[] plane, int height, int width, int newHeight, int newWidth)
    {
        if ((height, width) == (newHeight, newWidth))
            return plane;
        var (rows, columns) = (Area(0, height, newHeight, height), Area(0, width, newWidth, width));
        var result = new byte[newHeight * newWidth];
        for (var i = 0; i < result.Length; i++)
        {
            var sum = 0.0;
            foreach (var (y, rowWeight) in rows[i / newWidth])
            {
                foreach (var (x, columnWeight) in columns[i % newWidth])
                    sum += rowWeight * columnWeight * plane[y * width + x];
            }

            result[i] = (byte)Math.Clamp(Math.Round(sum), 0, 255);
        }

        return result;
    }

    private static (int Pixel, double Weight)[] Covered(double from, double to, int pixels)
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
}
