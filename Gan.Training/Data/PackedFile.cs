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
        return read == 2 && magic is [0x1f, 0x8b] ? new GZipStream(stream, CompressionMode.Decompress, leaveOpen: true) : stream;
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
}
