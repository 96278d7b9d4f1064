using System.Buffers;
using System.Buffers.Binary;
using System.IO.Hashing;
using System.Text;

namespace Gan.Onnx.Bundles;

/// <summary>
/// Writes files into a zip, uncompressed and without times or system-specific fields, so that the same files give the same bytes
/// on every system and with every compression library. Weights hardly compress anyway.
/// </summary>
internal sealed class ZipWriter(Stream stream)
{
    private const byte Version = 20;
    private const ushort FirstDay = (1 << 5) | 1; // 1 January 1980, the earliest that the format can say

    private readonly ArrayBufferWriter<byte> _directory = new();
    private uint _offset;
    private ushort _entries;

    /// <summary>Appends a file; its name is ASCII.</summary>
    public void Add(string name, ReadOnlySpan<byte> content)
    {
        var nameBytes = Encoding.ASCII.GetBytes(name);
        Span<byte> common = stackalloc byte[26]; // what the entry and its line in the directory share
        common.Clear();
        BinaryPrimitives.WriteUInt16LittleEndian(common, Version);
        BinaryPrimitives.WriteUInt16LittleEndian(common[8..], FirstDay);
        BinaryPrimitives.WriteUInt32LittleEndian(common[10..], Crc32.HashToUInt32(content));
        BinaryPrimitives.WriteInt32LittleEndian(common[14..], content.Length);
        BinaryPrimitives.WriteInt32LittleEndian(common[18..], content.Length);
        BinaryPrimitives.WriteUInt16LittleEndian(common[22..], checked((ushort)nameBytes.Length));

        stream.Write("PK\u0003\u0004"u8);
        stream.Write(common);
        stream.Write(nameBytes);
        stream.Write(content);

        _directory.Write("PK\u0001\u0002"u8);
        _directory.Write<byte>([Version, 0]);
        _directory.Write(common);
        Span<byte> rest = stackalloc byte[14]; // no comment, one disk, no attributes, and where the entry begins
        rest.Clear();
        BinaryPrimitives.WriteUInt32LittleEndian(rest[10..], _offset);
        _directory.Write(rest);
        _directory.Write(nameBytes);

        _offset = checked(_offset + (uint)(4 + common.Length + nameBytes.Length) + (uint)content.Length);
        _entries++;
    }

    /// <summary>Writes the directory; nothing can be added afterwards.</summary>
    public void Finish()
    {
        stream.Write(_directory.WrittenSpan);
        Span<byte> end = stackalloc byte[18];
        end.Clear();
        BinaryPrimitives.WriteUInt16LittleEndian(end[4..], _entries);
        BinaryPrimitives.WriteUInt16LittleEndian(end[6..], _entries);
        BinaryPrimitives.WriteUInt32LittleEndian(end[8..], (uint)_directory.WrittenCount);
        BinaryPrimitives.WriteUInt32LittleEndian(end[12..], _offset);
        stream.Write("PK\u0005\u0006"u8);
        stream.Write(end);
    }
}
