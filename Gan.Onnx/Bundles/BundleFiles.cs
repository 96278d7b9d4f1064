namespace Gan.Onnx.Bundles;

/// <summary>The files of a bundle, in a folder or in a zip, before anything about them is known to be true.</summary>
internal abstract class BundleFiles
{
    /// <summary>Names of the files that a bundle can have. No other name ever reaches a path.</summary>
    public static bool IsKnown(string name) =>
        name is GanBundle.ManifestFile or GanBundle.ModelCardFile || GanBundle.ModelFiles.Contains(name);

    /// <summary>The files that are there and how long they claim to be, the model card left out.</summary>
    public abstract IReadOnlyDictionary<string, long> Lengths { get; }

    /// <summary>Where the bundle comes from.</summary>
    public abstract BundleOrigin Origin { get; }

    /// <summary>Opens a file of <see cref="Lengths"/>.</summary>
    protected abstract Stream Open(string name);

    /// <summary>Reads a whole file, and never more than it claimed or may be.</summary>
    /// <exception cref="GanException">It is empty, longer than <paramref name="limit"/>, or not as long as it
    /// claimed.</exception>
    public byte[] Read(string name, int limit)
    {
        var length = Lengths[name];
        if (length < 1)
            throw Origin.Refuse($"{name} is empty; {BundleOrigin.FetchAgain}");
        if (length > limit)
            throw Origin.Refuse($"{name} is {length} bytes long, but at most {limit} are read; {Origin.MakeAgain}");

        var bytes = new byte[length];
        using var stream = Open(name);
        var read = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        if (read < bytes.Length)
            throw Origin.Refuse($"{name} ends after {read} of its {length} bytes; {BundleOrigin.FetchAgain}");
        if (stream.ReadByte() >= 0)
            throw Origin.Refuse($"{name} goes on after the {length} bytes it claims to have; {BundleOrigin.FetchAgain}");
        return bytes;
    }
}

/// <summary>A bundle as a folder.</summary>
internal sealed class FolderFiles : BundleFiles
{
    private readonly string _folder;
    private readonly Dictionary<string, long> _lengths = new(StringComparer.Ordinal);

    /// <exception cref="GanException">The folder holds anything but regular files with the names of a bundle's files.</exception>
    public FolderFiles(string folder)
    {
        _folder = folder;
        Origin = BundleOrigin.OfPath(folder);
        foreach (var entry in new DirectoryInfo(folder).EnumerateFileSystemInfos())
        {
            if (!IsKnown(entry.Name))
                throw Origin.Refuse($"{BundleOrigin.Quote(entry.Name)} is not a file of a bundle; move it out of the folder");

            // A link may lead anywhere, and a pipe or a device may never end; those have no length, which Read refuses.
            if (entry is not FileInfo file || entry.LinkTarget is not null)
                throw Origin.Refuse($"{entry.Name} is a folder or a link, not a file; {BundleOrigin.FetchAgain}");
            if (entry.Name != GanBundle.ModelCardFile)
                _lengths.Add(entry.Name, file.Length);
        }
    }

    public override IReadOnlyDictionary<string, long> Lengths => _lengths;

    public override BundleOrigin Origin { get; }

    protected override Stream Open(string name) =>
        new FileStream(Path.Combine(_folder, name), FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1);
}
