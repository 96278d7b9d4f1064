using System.Buffers.Binary;
using System.IO.Compression;

namespace Gan.Onnx.Bundles;

/// <summary>A bundle as a zip, from a stream that can seek and begins with the zip.</summary>
internal sealed class ZipFiles : BundleFiles, IDisposable
{
    /// <summary>Far more than the directory of that many files with short names needs.</summary>
    private const int MaxDirectoryBytes = 1 << 16;

    private readonly ZipArchive _archive;
    private readonly Dictionary<string, ZipArchiveEntry> _entries = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _lengths = new(StringComparer.Ordinal);

    /// <exception cref="GanException">It is no zip, or holds anything but the files of a bundle.</exception>
    /// <exception cref="InvalidDataException">The zip is damaged.</exception>
    public ZipFiles(Stream stream, BundleOrigin origin)
    {
        Origin = origin;
        if (stream.Length > BundleLimits.ZipBytes)
        {
            throw origin.Refuse(
                $"it is {stream.Length} bytes long, but at most {BundleLimits.ZipBytes} are read; {Origin.MakeAgain}"
            );
        }

        CheckDirectory(stream);
        _archive = new ZipArchive(stream, ZipArchiveMode.Read, leaveOpen: true);
        try
        {
            foreach (var entry in _archive.Entries)
                Add(entry);
        }
        catch
        {
            _archive.Dispose();
            throw;
        }
    }

    public override IReadOnlyDictionary<string, long> Lengths => _lengths;

    public override BundleOrigin Origin { get; }

    public void Dispose() => _archive.Dispose();

    protected override Stream Open(string name) => _entries[name].Open();

    private void Add(ZipArchiveEntry entry)
    {
        if (!IsKnown(entry.FullName))
        {
            throw Origin.Refuse(
                $"{BundleOrigin.Quote(entry.FullName)} is not a file of a bundle; zip the bundle's files alone, without "
                    + "their folder"
            );
        }

        if (!_entries.TryAdd(entry.FullName, entry))
            throw Origin.Refuse($"{entry.FullName} is in the zip twice; {Origin.MakeAgain}");
        if (entry.FullName != GanBundle.ModelCardFile)
            _lengths.Add(entry.FullName, entry.Length);
    }

    // The zip's directory is looked at before ZipArchive reads it, for ZipArchive would list millions of entries if asked to.
    private void CheckDirectory(Stream stream)
    {
        const int EndLength = 22;
        const uint EndSignature = 0x06054b50;
        Span<byte> end = stackalloc byte[EndLength];
        if (stream.Length < EndLength)
            throw Origin.Refuse($"it is no zip, or its end is missing; {BundleOrigin.FetchAgain}");
        stream.Position = stream.Length - EndLength;
        stream.ReadExactly(end);
        stream.Position = 0;
        if (
            BinaryPrimitives.ReadUInt32LittleEndian(end) != EndSignature
            || BinaryPrimitives.ReadUInt16LittleEndian(end[20..]) != 0
        )
        {
            throw Origin.Refuse($"it is no zip, has a comment, or its end is missing; {BundleOrigin.FetchAgain}");
        }

        int entries = BinaryPrimitives.ReadUInt16LittleEndian(end[10..]);
        if (entries > GanBundle.MaxFiles)
        {
            throw Origin.Refuse(
                $"the zip has {entries} entries, but a bundle has at most {GanBundle.MaxFiles}; zip the bundle's files alone"
            );
        }

        var length = BinaryPrimitives.ReadUInt32LittleEndian(end[12..]);
        var offset = BinaryPrimitives.ReadUInt32LittleEndian(end[16..]);
        if (length > MaxDirectoryBytes || (long)offset + length != stream.Length - EndLength)
            throw Origin.Refuse($"the zip's directory is not where its end says; {BundleOrigin.FetchAgain}");
    }
}
