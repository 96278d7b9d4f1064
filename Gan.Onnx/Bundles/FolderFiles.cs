namespace Gan.Onnx.Bundles;

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
