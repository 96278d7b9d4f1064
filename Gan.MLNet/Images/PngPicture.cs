using System.Runtime.InteropServices;
using SkiaSharp;

namespace Gan.MLNet.Images;

/// <summary>Encodes pictures as PNG files, with the filters that make photographs small.</summary>
internal static class PngPicture
{
    /// <summary>Encodes a picture: grey, RGB or, where it is transparent, RGBA.</summary>
    /// <param name="pixels">Rows from the top, each pixel red, green, blue and alpha, straight.</param>
    /// <param name="width">Pixels in a row.</param>
    /// <param name="height">Rows.</param>
    /// <param name="isGrey">Whether red, green and blue are the same everywhere.</param>
    /// <param name="isTransparent">Whether any alpha is below 255.</param>
    /// <exception cref="IOException">It cannot be encoded.</exception>
    public static byte[] Encode(byte[] pixels, int width, int height, bool isGrey, bool isTransparent)
    {
        if (isTransparent || !isGrey)
        {
            SKAlphaType alpha = isTransparent ? SKAlphaType.Unpremul : SKAlphaType.Opaque;
            return Encode(pixels, new SKImageInfo(width, height, SKColorType.Rgba8888, alpha));
        }

        var grey = new byte[width * height];
        for (int i = 0; i < grey.Length; i++)
            grey[i] = pixels[4 * i];
        return Encode(grey, new SKImageInfo(width, height, SKColorType.Gray8, SKAlphaType.Opaque));
    }

    private static byte[] Encode(byte[] pixels, SKImageInfo info)
    {
        var pin = GCHandle.Alloc(pixels, GCHandleType.Pinned);
        try
        {
            using var map = new SKPixmap(info, pin.AddrOfPinnedObject(), info.RowBytes);
            using SKData? data = map.Encode(new SKPngEncoderOptions(SKPngEncoderFilterFlags.AllFilters, 6));
            return data?.ToArray()
                ?? throw new IOException($"A picture {info.Width} pixels wide and {info.Height} high cannot be encoded as PNG.");
        }
        finally
        {
            pin.Free();
        }
    }
}
