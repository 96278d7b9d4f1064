using System.Buffers.Binary;
using System.IO.Compression;
using Gan.Training.Reporting;
using SkiaSharp;

namespace Gan.Tests.Training.Data;

/// <summary>Picture files made byte by byte, so that what they hold is known.</summary>
internal static class PictureFile
{
    /// <summary>Cyan-like in the left 8 columns and orange-like in the right 8, in inks, as print shops have them: (51, 207, 152)
    /// and (195, 103, 4) on a screen.</summary>
    public static byte[] CmykJpeg { get; } =
        Convert.FromBase64String(
            "/9j/7gAOQWRvYmUAZAAAAAAA/9sAQwABAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEB"
                + "AQEBAQEBAQEBAQEB/8AAFAgACAAQBEMRAE0RAFkRAEsRAP/EABYAAQEBAAAAAAAAAAAAAAAAAAoJC//EABQQAQAAAAAAAAAAAAAA"
                + "AAAAAAD/2gAOBEMATQBZAEsAAD8ANuYQpQaw2QBL2X+l+//Z"
        );

    /// <summary>Two frames of 2 x 2; the first is (10, 20, 30) in two corners and (200, 100, 50) in the others.</summary>
    public static byte[] AnimatedGif { get; } =
        Convert.FromBase64String(
            "R0lGODlhAgACAIEAAAoUHshkMgAAAAAAACH5BAAFAAAALAAAAAACAAIAAAgHAAEECAAgIAAh+QQABQAAACwAAAAAAgACAIEKFB7I"
                + "ZDIAAAAAAAAIBwADAAAQICAAOw=="
        );

    /// <summary>An 8-bit PNG of 1, 3 or 4 channels.</summary>
    public static byte[] Png(int width, int height, int channels, params byte[] pixels) =>
        PngEncoder.Encode(pixels, width, height, channels);

    /// <summary>A PNG of one colour.</summary>
    public static byte[] Flat(int width, int height, byte red, byte green, byte blue) =>
        Png(width, height, 3, [.. Enumerable.Repeat(new[] { red, green, blue }, width * height).SelectMany(c => c)]);

    /// <summary>A PNG of any kind.</summary>
    /// <param name="width">Its width.</param>
    /// <param name="height">Its height.</param>
    /// <param name="depth">Bits a channel.</param>
    /// <param name="kind">0 grey, 2 RGB, 3 palette, 4 grey with alpha, 6 RGBA.</param>
    /// <param name="lines">All lines, as they are stored, without their filters' bytes.</param>
    /// <param name="palette">The colours of a palette, or none.</param>
    /// <param name="alphas">The alphas of a palette's first colours, or none.</param>
    public static byte[] Png(int width, int height, byte depth, byte kind, byte[] lines, byte[] palette, byte[] alphas)
    {
        using var stream = new MemoryStream();
        stream.Write(PngEncoder.Signature);
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        (header[8], header[9]) = (depth, kind);
        PngEncoder.WriteChunk(stream, "IHDR"u8, header);
        if (palette.Length > 0)
            PngEncoder.WriteChunk(stream, "PLTE"u8, palette);
        if (alphas.Length > 0)
            PngEncoder.WriteChunk(stream, "tRNS"u8, alphas);
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            foreach (var line in lines.Chunk(lines.Length / Math.Min(height, lines.Length)))
                zlib.Write([0, .. line]);
        }

        PngEncoder.WriteChunk(stream, "IDAT"u8, packed.ToArray());
        PngEncoder.WriteChunk(stream, "IEND"u8, []);
        return stream.ToArray();
    }

    /// <summary>A 24-bit BMP of one colour.</summary>
    public static byte[] Bmp(int width, int height, byte red, byte green, byte blue)
    {
        var line = (3 * width + 3) / 4 * 4;
        var file = new byte[54 + line * height];
        "BM"u8.CopyTo(file);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(2), file.Length);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(10), 54);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(14), 40);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(18), width);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(22), height);
        (file[26], file[28]) = (1, 24);
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
                ((ReadOnlySpan<byte>)[blue, green, red]).CopyTo(file.AsSpan(54 + y * line + 3 * x));
        }

        return file;
    }

    /// <summary>A grey JPEG or WebP of 8 x 8 blocks, each of one level, so that hardly anything is lost.</summary>
    public static byte[] Blocks(int columns, byte[] levels, SKEncodedImageFormat format = SKEncodedImageFormat.Jpeg)
    {
        using var bitmap = new SKBitmap(new SKImageInfo(8 * columns, 8 * levels.Length / columns, SKColorType.Rgba8888));
        for (var y = 0; y < bitmap.Height; y++)
        {
            for (var x = 0; x < bitmap.Width; x++)
            {
                var level = levels[y / 8 * columns + x / 8];
                bitmap.SetPixel(x, y, new SKColor(level, level, level));
            }
        }

        using var data = bitmap.Encode(format, 100);
        return data.ToArray();
    }

    /// <summary>A JPEG with a camera's orientation, 1 to 8.</summary>
    public static byte[] Oriented(byte[] jpeg, byte orientation)
    {
        byte[] exif = [.. "Exif\0\0"u8, .. Exif(orientation)];
        return [.. jpeg[..2], 0xFF, 0xE1, 0, (byte)(exif.Length + 2), .. exif, .. jpeg[2..]];
    }

    /// <summary>A PNG with a camera's orientation, 1 to 8, before its pixels or after them.</summary>
    public static byte[] OrientedPng(byte[] png, byte[] exif, bool last = false)
    {
        using var chunk = new MemoryStream();
        PngEncoder.WriteChunk(chunk, "eXIf"u8, exif);
        // The signature and the header take 33 bytes, the end 12.
        var at = last ? png.Length - 12 : 33;
        return [.. png[..at], .. chunk.ToArray(), .. png[at..]];
    }

    /// <summary>A WebP of lossless pixels with EXIF's tags: the extended form, in which such chunks may be.</summary>
    public static byte[] OrientedWebP(byte[] webp, byte[] exif)
    {
        var pixels = webp.AsSpan(12);
        // Where the encoder made the extended form already, only its flag is set.
        byte[] chunks = pixels.StartsWith("VP8X"u8)
            ? pixels.ToArray()
            : [.. "VP8X"u8, 10, 0, 0, 0, 0, 0, 0, 0, .. Size(webp), .. pixels];
        chunks[8] |= 8;
        byte[] body = [.. "WEBP"u8, .. chunks, .. "EXIF"u8, .. BitConverter.GetBytes(exif.Length), .. exif];
        return [.. "RIFF"u8, .. BitConverter.GetBytes(body.Length), .. body];

        static byte[] Size(byte[] file)
        {
            using var codec = SKCodec.Create(new MemoryStream(file));
            var (width, height) = (codec.Info.Width - 1, codec.Info.Height - 1);
            return [(byte)width, (byte)(width >> 8), 0, (byte)height, (byte)(height >> 8), 0];
        }
    }

    /// <summary>EXIF's tags with nothing but an orientation, in either order of bytes.</summary>
    public static byte[] Exif(byte orientation, bool little = true) =>
        little
            ? [.. "II*\0"u8, 8, 0, 0, 0, 1, 0, 0x12, 0x01, 3, 0, 1, 0, 0, 0, orientation, 0, 0, 0, 0, 0, 0, 0]
            : [.. "MM\0*"u8, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0, 0, 0, 0, 0];
}
