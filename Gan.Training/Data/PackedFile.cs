using System.Buffers.Binary;
using System.IO.Compression;
using Gan.Onnx;

namespace Gan.Training.Data;

/// <summary>Files that may be gzip streams, whatever their names.</summary>
internal static class PackedFile
{
    /// <summary>Opens a file.</summary>
    /// <exception cref="GanException">It does not exist or cannot be opened.</exception>
    public static FileStream Open(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (Directory.Exists(path))
            throw new GanException($"'{path}' is a folder, and a file of rows is needed. Give the file in it.");
        if (!File.Exists(path))
            throw new GanException($"The data file '{path}' does not exist. Check the path.");
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
    /// <exception cref="GanException">It is damaged, or more than one array holds.</exception>
    public static byte[] ReadAll(Stream stream, string name)
    {
        try
        {
            using var content = new MemoryStream();
            stream.CopyTo(content);
            return content.ToArray();
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
        private readonly GZipStream _unpacked = new(packed, CompressionMode.Decompress, leaveOpen: true);
        private long _length;

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

        /// <summary>The last four bytes of a gzip file are its contents' length modulo 2^32.</summary>
        private void CheckLength()
        {
            Span<byte> length = stackalloc byte[4];
            packed.Seek(-length.Length, SeekOrigin.End);
            packed.ReadExactly(length);
            if (BinaryPrimitives.ReadUInt32LittleEndian(length) != (uint)_length)
                throw new InvalidDataException(
                    "It ends before its contents do, or is several gzip files put together, which must be unpacked first."
                );
        }
    }
}
