using System.Buffers.Binary;
using SkiaSharp;

namespace Gan.MLNet.Images;

/// <summary>How PNG and WebP files say that a camera was held, which the decoder only looks for in JPEG files: in a chunk with
/// EXIF's tags.</summary>
internal static class ExifOrientation
{
    private const int Tag = 0x0112;
    private const int Short = 3;

    /// <summary>The orientation that a file states; top left where it states none.</summary>
    /// <param name="file">The whole file.</param>
    /// <param name="format">PNG, WebP or another.</param>
    public static SKEncodedOrigin Of(ReadOnlySpan<byte> file, string? format) =>
        format switch
        {
            "PNG" => Read(PngChunk(file)),
            "WebP" => Read(WebPChunk(file)),
            _ => SKEncodedOrigin.TopLeft,
        };

    /// <summary>After the signature chunks follow each other: length, type, as many bytes, checksum.</summary>
    private static ReadOnlySpan<byte> PngChunk(ReadOnlySpan<byte> file)
    {
        for (long at = 8; at + 12 <= file.Length; )
        {
            ReadOnlySpan<byte> chunk = file[(int)at..];
            uint length = BinaryPrimitives.ReadUInt32BigEndian(chunk);
            if (chunk[4..8].SequenceEqual("eXIf"u8))
                return chunk[8..(int)Math.Min(8L + length, chunk.Length)];
            at += 12L + length;
        }

        return default;
    }

    /// <summary>After twelve bytes chunks follow each other: type, length, as many bytes, made even.</summary>
    private static ReadOnlySpan<byte> WebPChunk(ReadOnlySpan<byte> file)
    {
        for (long at = 12; at + 8 <= file.Length; )
        {
            ReadOnlySpan<byte> chunk = file[(int)at..];
            uint length = BinaryPrimitives.ReadUInt32LittleEndian(chunk[4..]);
            if (chunk[..4].SequenceEqual("EXIF"u8))
                return chunk[8..(int)Math.Min(8L + length, chunk.Length)];
            at += 8L + length + (length & 1);
        }

        return default;
    }

    /// <summary>Looks for the tag in the first directory of a TIFF structure.</summary>
    private static SKEncodedOrigin Read(ReadOnlySpan<byte> exif)
    {
        // Some programs write the words that JPEG has before it.
        if (exif.StartsWith("Exif\0\0"u8))
            exif = exif[6..];
        bool little = exif.StartsWith("II*\0"u8);
        if (exif.Length < 10 || (!little && !exif.StartsWith("MM\0*"u8)))
            return SKEncodedOrigin.TopLeft;
        uint start = little
            ? BinaryPrimitives.ReadUInt32LittleEndian(exif[4..])
            : BinaryPrimitives.ReadUInt32BigEndian(exif[4..]);
        if (start > exif.Length - 2)
            return SKEncodedOrigin.TopLeft;
        ReadOnlySpan<byte> entries = exif[((int)start + 2)..];
        int count = Number(exif[(int)start..]);
        for (int i = 0; i < count && 12 * (i + 1) <= entries.Length; i++)
        {
            ReadOnlySpan<byte> entry = entries.Slice(12 * i, 12);
            if (Number(entry) == Tag && Number(entry[2..]) == Short && Number(entry[8..]) is >= 1 and <= 8 and var origin)
                return (SKEncodedOrigin)origin;
        }

        return SKEncodedOrigin.TopLeft;

        int Number(ReadOnlySpan<byte> bytes) =>
            little ? BinaryPrimitives.ReadUInt16LittleEndian(bytes) : BinaryPrimitives.ReadUInt16BigEndian(bytes);
    }
}
