using System.Buffers.Binary;
using System.IO.Compression;
using Gan.Onnx;

namespace Gan.Training.Data;

/// <summary>Files that may be gzip streams, whatever their names.</summary>
internal static class PackedFile
{
    /// <summary>Opens a file.</summary>
    /// <exception cref="GanException">It does not exist, is no file, or cannot be opened.</exception>
    public static FileStream Open(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (Directory.Exists(path))
            throw new GanException($"'{path}' is a folder, and a file of rows is needed. Give the file in it.");
        if (!File.Exists(path))
            throw new GanException($"The data file '{path}' does not exist. Check the path.");
        // Before it is opened, which would wait for whoever writes to a pipe.
        SpecialFile.RefuseToRead("The data file", path);
        try
        {
            return File.OpenRead(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new GanException($"The data file '{path}' cannot be opened: {e.Message}", e);
        }
    }

    /// <summary>The stream, unpacked on the way if it begins as gzip does. The stream given can seek and stays open.</summary>
    public static Stream Unpack(Stream stream)
    {
        Span<byte> magic = stackalloc byte[2];
        var start = stream.Position;
        var read = stream.ReadAtLeast(magic, magic.Length, throwOnEndOfStream: false);
        stream.Position = start;
        return read == 2 && magic is [0x1f, 0x8b] ? new UnpackedStream(stream) : stream;
    }

    /// <summary>Reads a stream to its end.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="name">What messages call it.</param>
    /// <param name="expected">How long it is, where that is known: then its bytes are in memory once, not several times.</param>
    /// <exception cref="GanException">It is damaged, or more than one array holds.</exception>
    public static byte[] ReadAll(Stream stream, string name, long? expected = null)
    {
        try
        {
            expected ??= (stream as UnpackedStream)?.Expected ?? (stream.CanSeek ? stream.Length - stream.Position : 0);
            using var content = new MemoryStream((int)Math.Clamp(expected.Value, 0, Array.MaxLength));
            stream.CopyTo(content);
            return content.Length == content.Capacity ? content.GetBuffer() : content.ToArray();
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException)
        {
            throw new GanException($"The data file '{name}' is truncated or damaged: {e.Message} Fetch it again.", e);
        }
        catch (IOException e)
        {
            throw new GanException($"The data file '{name}' cannot be read: {e.Message}", e);
        }
    }

    /// <summary>Reads a file to its end, unpacked.</summary>
    public static byte[] ReadAll(string path)
    {
        using var file = Open(path);
        using var unpacked = Unpack(file);
        return ReadAll(unpacked, path);
    }

    /// <summary>Unpacks gzip. Unlike <see cref="GZipStream"/> alone, it does not take a file that was cut off for a shorter
    /// one.</summary>
    private sealed class UnpackedStream(Stream packed) : Stream
    {
        // What gzip's method can do at most.
        private const long LargestRatio = 1032;
        private const int LengthBytes = 4;

        private readonly GZipStream _unpacked = new(packed, CompressionMode.Decompress, leaveOpen: true);
        private long _length;

        /// <summary>How long the contents say that they are, or less where no file of this length can hold as much.</summary>
        public long Expected
        {
            get
            {
                var start = packed.Position;
                var expected = packed.Length < LengthBytes ? 0 : Math.Min(StatedLength(), packed.Length * LargestRatio);
                packed.Position = start;
                return expected;
            }
        }

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override int Read(Span<byte> buffer)
        {
            var count = _unpacked.Read(buffer);
            _length += count;
            if (count == 0 && buffer.Length > 0)
                CheckLength();
            return count;
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override void Flush()
        {
            // Nothing is written.
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                _unpacked.Dispose();
            base.Dispose(disposing);
        }

        private void CheckLength()
        {
            if (StatedLength() != (uint)_length)
                throw new InvalidDataException(
                    "It ends before its contents do, or is several gzip files put together, which must be unpacked first."
                );
        }

        /// <summary>The last four bytes of a gzip file are its contents' length modulo 2^32.</summary>
        private uint StatedLength()
        {
            Span<byte> length = stackalloc byte[LengthBytes];
            packed.Seek(-LengthBytes, SeekOrigin.End);
            packed.ReadExactly(length);
            return BinaryPrimitives.ReadUInt32LittleEndian(length);
        }
    }
}
