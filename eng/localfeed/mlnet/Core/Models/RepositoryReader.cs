using System.IO.Compression;

namespace Microsoft.ML;

internal sealed class RepositoryReader : IDisposable
{
    private readonly ZipArchive _archive;

    public RepositoryReader(Stream stream)
    {
        try
        {
            _archive = new ZipArchive(stream, ZipArchiveMode.Read, leaveOpen: true);
        }
        catch (InvalidDataException e)
        {
            throw new FormatException("Failed to open a zip archive", e);
        }
    }

    public byte[]? TryRead(string path)
    {
        if (_archive.GetEntry(path) is not { } entry)
            return null;
        using var source = entry.Open();
        using var copy = new MemoryStream(checked((int)entry.Length));
        source.CopyTo(copy);
        return copy.ToArray();
    }

    public void Dispose() => _archive.Dispose();
}
