using Gan.Onnx;
using Gan.Training.Data;
using SkiaSharp;

namespace Gan.Benchmarks.Gates;

/// <summary>Digits drawn with the fonts of this machine, as a simulator of handwritten ones: their labels cost nothing.</summary>
internal static class FontDigits
{
    private const int Side = 28;

    // Fonts of symbols have other signs at the places of digits, and no accents.
    private const string Needed = "0123456789AZaz\u00E9\u00FC\u00F1";

    private const float OutlineWidth = 1.2f;

    /// <summary>Draws digits, white on black, 28 pixels a side as MNIST's are: about 20 pixels high, leaning, turned, stretched
    /// and moved a little.</summary>
    /// <param name="count">How many; the digits take turns.</param>
    /// <param name="seed">The same seed gives the same pictures on the same machine.</param>
    /// <param name="outlined">Whether only the outlines of strokes are drawn; otherwise strokes are filled, and thicker or
    /// thinner.</param>
    /// <exception cref="GanException">The machine has no fonts.</exception>
    public static Dataset Draw(int count, int seed, bool outlined)
    {
        SKTypeface[] fonts = [.. Fonts()];
        if (fonts.Length == 0)
            throw new GanException("There are no fonts with digits on this machine. Install some, such as fonts-dejavu.");
        var random = new Random(seed);
        var (values, labels) = (new byte[count * Side * Side], new int[count]);
        using var bitmap = new SKBitmap(Side, Side, SKColorType.Gray8, SKAlphaType.Opaque);
        using var canvas = new SKCanvas(bitmap);
        for (var i = 0; i < count; i++)
        {
            labels[i] = i % 10;
            Draw(canvas, labels[i].ToString(System.Globalization.CultureInfo.InvariantCulture), fonts, random, outlined);
            canvas.Flush();
            bitmap.Bytes.AsSpan(0, Side * Side).CopyTo(values.AsSpan(i * Side * Side));
        }

        foreach (var font in fonts)
            font.Dispose();
        return new Dataset("font digits", [1, Side, Side], new ByteSamples(values, Side * Side), labels, ByteSamples.Range);
    }

    private static void Draw(SKCanvas canvas, string digit, SKTypeface[] fonts, Random random, bool outlined)
    {
        float Between(double least, double most) => (float)(least + (most - least) * random.NextDouble());
        canvas.Clear(SKColors.Black);
        canvas.ResetMatrix();
        using var paint = new SKPaint
        {
            Typeface = fonts[random.Next(fonts.Length)],
            TextSize = 26,
            Color = SKColors.White,
            IsAntialias = true,
            Style = outlined ? SKPaintStyle.Stroke : SKPaintStyle.StrokeAndFill,
            StrokeWidth = outlined ? OutlineWidth : Between(0, 1.2),
        };
        var bounds = new SKRect();
        paint.MeasureText(digit, ref bounds);
        var size = Between(17, 21) / bounds.Height;
        canvas.Translate(Side / 2f + Between(-1.5, 1.5), Side / 2f + Between(-1.5, 1.5));
        canvas.RotateDegrees(Between(-12, 12));
        canvas.Skew(Between(-0.35, 0.15), 0);
        canvas.Scale(size * Between(0.8, 1.1), size);
        canvas.DrawText(digit, -bounds.MidX, -bounds.MidY, paint);
    }

    private static IEnumerable<SKTypeface> Fonts()
    {
        string[] folders =
        [
            Environment.GetFolderPath(Environment.SpecialFolder.Fonts),
            "/usr/share/fonts",
            "/System/Library/Fonts",
        ];
        var files = folders
            .Where(Directory.Exists)
            .SelectMany(f => Directory.EnumerateFiles(f, "*.?tf", SearchOption.AllDirectories))
            .Order(StringComparer.Ordinal);
        foreach (var file in files)
        {
            if (SKTypeface.FromFile(file) is not { } font)
                continue;
            if (font.ContainsGlyphs(Needed))
                yield return font;
            else
                font.Dispose();
        }
    }
}
