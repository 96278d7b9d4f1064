using System.IO.Compression;

namespace Microsoft.ML;

/// <summary>The named streams of a saved model, written to a zip archive at the end.</summary>
internal sealed class RepositoryWriter
{
    // A zip archive being written takes one entry at a time, and models nest: so each stream is kept until the end.
    private readonly SortedDictionary<string, byte[]> _entries = new(StringComparer.Ordinal);

    public void Add(string path, byte[] content)
    {
        if (!_entries.TryAdd(path, content))
            throw new InvalidOperationException($"The model already has a part named '{path}'.");
    }

    public void Commit(Stream stream)
    {
        using var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true);
        foreach (var (path, content) in _entries)
        {
            var entry = archive.CreateEntry(path, CompressionLevel.Fastest);
            entry.LastWriteTime = new DateTimeOffset(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);
            using var target = entry.Open();
            target.Write(content);
        }
    }
}
