using Gan.MLNet.Images;
using Gan.Onnx;
using Gan.Onnx.Bundles;
using Gan.Onnx.Inference;

namespace Gan.MLNet.Translation;

/// <summary>Makes of pictures and masks what a bundle's translator takes: the one way for image columns and for files.</summary>
/// <param name="manifest">Of a bundle with a translator whose images are grey, RGB or RGBA.</param>
/// <param name="images">How pictures become images of the size that the translator was trained at, where it takes no
/// others.</param>
internal sealed class TranslationReader(BundleManifest manifest, ImageInputOptions images)
{
    private static readonly ValueRange Share = new() { Minimum = 0, Maximum = 1 };

    private readonly BundleTranslator _translator = manifest.Translator!;

    /// <summary>Whether pictures keep their transparency: where neither they nor the results have a channel for it in the
    /// model.</summary>
    public bool KeepsAlpha => _translator.SourceShape[0] < 4 && manifest.Data.Shape[0] < 4;

    /// <summary>The fewest pixels a side of the tiles that large images are cut into; null where they are not cut.</summary>
    public long? SmallestTile => _translator is { AnySize: true, Reach: not null } ? ImageTiles.SmallestFor(_translator) : null;

    /// <summary>The most pixels a side of such tiles.</summary>
    public static int LargestTile => ImageTiles.LargestSide;

    /// <summary>The size at which a picture of its own size is translated.</summary>
    public (int Height, int Width) SizeFor(int height, int width) =>
        _translator.AnySize ? (height, width) : (_translator.SourceShape[1], _translator.SourceShape[2]);

    /// <summary>Why a picture is not translated at a size, as a sentence; null where it is.</summary>
    public static string? WhyNot(TranslatorSession session, int height, int width) => session.WhyNot(height, width);

    /// <summary>Reads a picture; its transparency may be gone then.</summary>
    public float[] Image(RgbaImage picture, int height, int width)
    {
        var values = new float[_translator.SourceShape[0] * height * width];
        PixelLayout
            .Of([_translator.SourceShape[0], height, width], _translator.SourceRange, images)!
            .FromPicture(picture, values);
        return values;
    }

    /// <summary>A picture's alphas, a byte a pixel; null where it has none, or where they are not kept.</summary>
    public byte[]? Alpha(RgbaImage picture)
    {
        if (!KeepsAlpha || !picture.IsTransparent)
            return null;
        ReadOnlySpan<byte> pixels = picture.Pixels;
        var alpha = new byte[pixels.Length / 4];
        for (int i = 0; i < alpha.Length; i++)
            alpha[i] = pixels[4 * i + 3];
        return alpha;
    }

    /// <summary>A picture's own pixels, red, green, blue and alpha of each: those that are transparent, too, lie on no
    /// background. Grey where the translator takes grey.</summary>
    public byte[] Pixels(RgbaImage picture)
    {
        byte[] pixels = picture.Pixels.ToArray();
        if (_translator.SourceShape[0] != 1)
            return pixels;
        for (int i = 0; i < pixels.Length; i += 4)
        {
            byte level = (byte)Math.Round(Luminance.Of(pixels[i], pixels[i + 1], pixels[i + 2]));
            (pixels[i], pixels[i + 1], pixels[i + 2]) = (level, level, level);
        }

        return pixels;
    }

    /// <summary>Puts a picture's own pixels where a mask leaves them alone.</summary>
    /// <param name="pixels">The result's pixels.</param>
    /// <param name="own">What <see cref="Pixels"/> gave for the picture, as many.</param>
    /// <param name="mask">Its mask.</param>
    public static void Keep(Span<byte> pixels, ReadOnlySpan<byte> own, ReadOnlySpan<float> mask)
    {
        for (int i = 0; i < mask.Length; i++)
        {
            if (mask[i] == 0)
                own.Slice(4 * i, 4).CopyTo(pixels[(4 * i)..]);
        }
    }

    /// <summary>Makes alphas opaque where a mask had something filled in: what lay there does not matter, nor that it was
    /// transparent.</summary>
    public static void Show(Span<byte> alpha, ReadOnlySpan<float> mask)
    {
        for (int i = 0; i < alpha.Length; i++)
        {
            if (mask[i] > 0)
                alpha[i] = byte.MaxValue;
        }
    }

    /// <summary>Reads a mask: 1 where it is white, or nearer to white than to black, and 0 elsewhere; transparent pixels count as
    /// black. Where it is resized, a pixel that any white reaches is 1, so that nothing of what is to be filled in is left beside
    /// it.</summary>
    public float[] Mask(RgbaImage mask, int height, int width)
    {
        mask.PlaceOn(default);
        Span<byte> pixels = mask.Pixels;
        for (int i = 0; i < pixels.Length; i += 4)
        {
            byte level = Luminance.Of(pixels[i], pixels[i + 1], pixels[i + 2]) >= 127.5 ? byte.MaxValue : byte.MinValue;
            (pixels[i], pixels[i + 1], pixels[i + 2]) = (level, level, level);
        }

        var values = new float[height * width];
        PixelLayout.Of([1, height, width], Share, images)!.FromPicture(mask, values);
        for (int i = 0; i < values.Length; i++)
            values[i] = values[i] > 1e-6f ? 1 : 0;
        return values;
    }

    /// <summary>Why a mask is not one for a picture, as a sentence; null where it is.</summary>
    public static string? MaskProblem(int pictureWidth, int pictureHeight, RgbaImage mask) =>
        (mask.Width, mask.Height) == (pictureWidth, pictureHeight)
            ? null
            : $"the mask is {mask.Width} pixels wide and {mask.Height} high, but the picture {pictureWidth} wide and "
                + $"{pictureHeight} high; both must be of one size.";
}
