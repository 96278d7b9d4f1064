using System.Buffers.Binary;
using System.Numerics;

namespace Gan.Training.Reporting.TensorBoard;

/// <summary>Writes the record format that TensorBoard reads: a length, its checksum, the data, and their checksum, all
/// little-endian.</summary>
internal static class RecordWriter
{
    private const uint MaskDelta = 0xa282ead8;

    /// <summary>Appends one record.</summary>
    public static void Write(Stream stream, ReadOnlySpan<byte> data)
    {
        Span<byte> header = stackalloc byte[12];
        BinaryPrimitives.WriteUInt64LittleEndian(header, (ulong)data.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(header[8..], MaskedChecksum(header[..8]));
        stream.Write(header);
        stream.Write(data);
        Span<byte> footer = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(footer, MaskedChecksum(data));
        stream.Write(footer);
    }

    /// <summary>CRC-32C (Castagnoli).</summary>
    internal static uint Checksum(ReadOnlySpan<byte> data)
    {
        var crc = uint.MaxValue;
        foreach (var value in data)
            crc = BitOperations.Crc32C(crc, value);
        return ~crc;
    }

    /// <summary>The format turns the checksum and adds a constant, so that data that hold checksums of themselves cannot be
    /// mistaken.</summary>
    private static uint MaskedChecksum(ReadOnlySpan<byte> data) =>
        unchecked(BitOperations.RotateRight(Checksum(data), 15) + MaskDelta);
}
