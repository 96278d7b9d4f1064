using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;

namespace Gan.Training.Reporting;

/// <summary>Writes PNG files (W3C Portable Network Graphics, third edition): 8 bits a channel, one piece of data. A row like the
/// one above it is written as no difference from it, which makes enlarged pictures quick to write and small.</summary>
/// <remarks>ML.NET's pictures can be saved to a path only, and never as an animation; this writes to memory.</remarks>
internal static class PngEncoder
{
    public static ReadOnlySpan<byte> Signature => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    private const byte UpFilter = 2;

    /// <summary>Encodes a picture.</summary>
    /// <param name="pixels">Rows from the top, channels together.</param>
    /// <param name="width">Pixels in a row.</param>
    /// <param name="height">Rows.</param>
    /// <param name="channels">1 for grey, 3 for RGB, 4 for RGBA.</param>
    public static byte[] Encode(ReadOnlySpan<byte> pixels, int width, int height, int channels)
    {
        using var stream = new MemoryStream();
        stream.Write(Signature);
        WriteChunk(stream, "IHDR"u8, Header(width, height, channels));
        WriteChunk(stream, "IDAT"u8, Deflate(pixels, width * channels, height));
        WriteChunk(stream, "IEND"u8, []);
        return stream.ToArray();
    }

    /// <summary>Writes a chunk: length, type, data and checksum.</summary>
    public static void WriteChunk(Stream stream, ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        stream.Write(number);
        stream.Write(type);
        stream.Write(data);
        var crc = new Crc32();
        crc.Append(type);
        crc.Append(data);
        BinaryPrimitives.WriteUInt32BigEndian(number, crc.GetCurrentHashAsUInt32());
        stream.Write(number);
    }

    private static byte[] Header(int width, int height, int channels)
    {
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        header[8] = 8;
        header[9] = channels switch
        {
            1 => 0,
            3 => 2,
            4 => 6,
            _ => throw new ArgumentOutOfRangeException(nameof(channels)),
        };
        return header;
    }

    private static byte[] Deflate(ReadOnlySpan<byte> pixels, int rowBytes, int height)
    {
        using var buffer = new MemoryStream();
        var (plain, same) = (new byte[1 + rowBytes], new byte[1 + rowBytes]);
        same[0] = UpFilter;
        using (var zlib = new ZLibStream(buffer, CompressionLevel.Fastest, leaveOpen: true))
        {
            for (var y = 0; y < height; y++)
            {
                var row = pixels.Slice(y * rowBytes, rowBytes);
                if (y > 0 && row.SequenceEqual(pixels.Slice((y - 1) * rowBytes, rowBytes)))
                {
                    zlib.Write(same);
                    continue;
                }

                row.CopyTo(plain.AsSpan(1));
                zlib.Write(plain);
            }
        }

        return buffer.ToArray();
    }
}
