using System.Buffers.Binary;
using System.Text;

namespace Gan.Training.Native;

/// <summary>What the loader reads of a Linux library: where its parts lie, and the versions of other libraries' symbols that it
/// asks for.</summary>
/// <remarks>
/// The loader ends the process when a file is shorter than it says. It refuses a library whose asked-for version is not there,
/// whether or not anything in the library uses it; a version marked weak is not asked for (VER_FLG_WEAK, "Symbol Versioning" in
/// the Linux Standard Base, section 10.7). Only 64-bit little-endian files are read, which is all that libtorch is built for.
/// </remarks>
internal static class ElfLibrary
{
    /// <summary>Headers stand in a library's first page.</summary>
    private const int MostHeaders = 4096;

    private const int LoadSegment = 1;
    private const int DynamicSegment = 2;
    private const long TagRelocationTableSize = 2,
        TagRelocationTable = 7,
        TagRelocationSize = 8,
        TagCallRelocationTable = 23;
    private const long TagStrings = 5,
        TagVersionIndices = 0x6ffffff0,
        TagVersionNeeds = 0x6ffffffe,
        TagVersionNeedsCount = 0x6fffffff;
    private const int RelocationEntrySize = 24;
    private const ushort Weak = 2;

    /// <summary>Makes sure that a file is a library, and as long as it says.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidDataException">It is none, or ends early. The message is the second half of a sentence that begins
    /// with the file.</exception>
    public static void RequireWhole(string path)
    {
        using var file = File.OpenRead(path);
        var start = new byte[Math.Min(file.Length, MostHeaders)];
        file.ReadExactly(start);
        try
        {
            if (new Image(start, readTags: false).End > file.Length)
                throw new InvalidDataException("is damaged: its end is missing");
        }
        catch (Exception e) when (e is ArgumentOutOfRangeException or OverflowException)
        {
            throw new InvalidDataException("is damaged: it refers to places beyond its end", e);
        }
    }

    /// <summary>A copy of a library that no longer insists on a version which nothing in it uses.</summary>
    /// <param name="library">The file's bytes.</param>
    /// <param name="version">The version's name, such as <c>GLIBCXX_3.4.32</c>.</param>
    /// <returns>The same bytes but for one 16-bit field.</returns>
    /// <exception cref="InvalidDataException">The file is no such library, ends early, does not ask for the version, or uses it.
    /// The message is the second half of a sentence that begins with the file.</exception>
    public static byte[] Weaken(byte[] library, string version)
    {
        try
        {
            var image = new Image(library, readTags: true);
            var (field, index) = Find(image, version);
            RequireUnused(image, index, version);
            var copy = (byte[])library.Clone();
            var flags = BinaryPrimitives.ReadUInt16LittleEndian(copy.AsSpan(field));
            BinaryPrimitives.WriteUInt16LittleEndian(copy.AsSpan(field), (ushort)(flags | Weak));
            return copy;
        }
        catch (Exception e) when (e is ArgumentOutOfRangeException or OverflowException)
        {
            throw new InvalidDataException("is damaged: it refers to places beyond its end", e);
        }
    }

    /// <summary>Where a version's flags stand, and the number by which symbols name it.</summary>
    private static (int Field, ushort Index) Find(Image image, string version)
    {
        var strings = image.OffsetOf(image.Require(TagStrings));
        var need = image.OffsetOf(image.Require(TagVersionNeeds));
        for (var needs = image.Require(TagVersionNeedsCount); needs > 0; needs--)
        {
            var entry = checked(need + (int)image.UInt32(need + 8));
            for (var entries = image.UInt16(need + 2); entries > 0; entries--)
            {
                if (image.Text(checked(strings + (int)image.UInt32(entry + 8))) == version)
                    return (entry + 4, image.UInt16(entry + 6));
                entry = checked(entry + (int)image.UInt32(entry + 12));
            }

            need = checked(need + (int)image.UInt32(need + 12));
        }

        throw new InvalidDataException($"does not ask for {version}");
    }

    /// <summary>Makes sure that the loader will never look for a symbol of the version: no relocation names one.</summary>
    private static void RequireUnused(Image image, ushort index, string version)
    {
        var indices = image.OffsetOf(image.Require(TagVersionIndices));
        foreach (
            var (table, size) in new[]
            {
                (TagRelocationTable, TagRelocationSize),
                (TagCallRelocationTable, TagRelocationTableSize),
            }
        )
        {
            if (image.Tag(table) is not { } address)
                continue;
            var start = image.OffsetOf(address);
            var end = checked(start + (int)image.Require(size));
            for (var at = start; at < end; at += RelocationEntrySize)
            {
                var symbol = (int)(image.UInt64(at + 8) >> 32);
                if (symbol != 0 && image.UInt16(checked(indices + 2 * symbol)) == index)
                    throw new InvalidDataException($"uses what {version} brings");
            }
        }
    }

    /// <summary>The parts of a library that the loader reads, by the addresses it finds them at.</summary>
    private readonly ref struct Image
    {
        private readonly ReadOnlySpan<byte> _bytes;
        private readonly List<(long Address, long Offset, long Size)> _segments = [];
        private readonly Dictionary<long, long> _tags = [];

        public Image(ReadOnlySpan<byte> bytes, bool readTags)
        {
            _bytes = bytes;
            if (bytes.Length < 64 || !bytes.StartsWith("\u007fELF"u8) || bytes[4] != 2 || bytes[5] != 1)
                throw new InvalidDataException("is no 64-bit Linux library");
            var dynamic = (Offset: 0, Size: 0L);
            var header = checked((int)UInt64(32));
            for (int segments = UInt16(56), size = UInt16(54); segments > 0; segments--, header += size)
            {
                var offset = checked((long)UInt64(header + 8));
                var address = checked((long)UInt64(header + 16));
                var length = checked((long)UInt64(header + 32));
                if (UInt32(header) == LoadSegment)
                    _segments.Add((address, offset, length));
                End = Math.Max(End, checked(offset + length));
                if (UInt32(header) == DynamicSegment)
                    dynamic = (checked((int)offset), length);
            }

            for (var at = dynamic.Offset; readTags && at < checked(dynamic.Offset + dynamic.Size); at += 16)
                _tags.TryAdd((long)UInt64(at), (long)UInt64(at + 8));
        }

        /// <summary>Where the last part that is loaded ends.</summary>
        public long End { get; }

        public ushort UInt16(int at) => BinaryPrimitives.ReadUInt16LittleEndian(_bytes[at..]);

        public uint UInt32(int at) => BinaryPrimitives.ReadUInt32LittleEndian(_bytes[at..]);

        public ulong UInt64(int at) => BinaryPrimitives.ReadUInt64LittleEndian(_bytes[at..]);

        public string Text(int at)
        {
            var rest = _bytes[at..];
            var end = rest.IndexOf((byte)0);
            return end < 0
                ? throw new InvalidDataException("is damaged: a name in it has no end")
                : Encoding.ASCII.GetString(rest[..end]);
        }

        public long? Tag(long tag) => _tags.TryGetValue(tag, out var value) ? value : null;

        public long Require(long tag) => Tag(tag) ?? throw new InvalidDataException("asks for no versions");

        /// <summary>Where in the file that stands which is loaded at an address.</summary>
        public int OffsetOf(long address)
        {
            foreach (var segment in _segments)
            {
                if (address >= segment.Address && address - segment.Address < segment.Size)
                    return checked((int)(address - segment.Address + segment.Offset));
            }

            throw new InvalidDataException("is damaged: it refers to places beyond its end");
        }
    }
}
