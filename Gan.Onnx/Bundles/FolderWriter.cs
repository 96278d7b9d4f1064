namespace Gan.Onnx.Bundles;

/// <summary>Saves a bundle's files as a folder, all or nothing.</summary>
internal static class FolderWriter
{
    /// <summary>Makes <paramref name="folder"/> hold the files, and a model card that it had before.</summary>
    /// <exception cref="GanException">The folder holds something else than a bundle.</exception>
    /// <exception cref="IOException">Writing failed; the folder is as it was.</exception>
    public static void Write(string folder, IReadOnlyDictionary<string, byte[]> files)
    {
        folder = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        var parent =
            Path.GetDirectoryName(folder)
            ?? throw new GanException($"A bundle cannot be saved as '{folder}', the root of a file system; name a folder in it.");
        RequireReplaceable(folder);
        var card = Path.Combine(folder, GanBundle.ModelCardFile);
        if (File.Exists(card))
            files = new Dictionary<string, byte[]>(files) { [GanBundle.ModelCardFile] = File.ReadAllBytes(card) };
        AtomicFolder.Write(folder, parent, files);
    }

    /// <summary>Refuses a folder that a bundle would not replace.</summary>
    /// <exception cref="GanException">It holds something else than a bundle, or is a file.</exception>
    public static void RequireReplaceable(string folder)
    {
        if (File.Exists(folder))
            throw new GanException($"'{folder}' is a file, so a bundle cannot be saved as a folder there; choose another name.");
        if (!Directory.Exists(folder))
            return;
        var names = Directory
            .EnumerateFileSystemEntries(folder)
            .Take(GanBundle.MaxFiles + 1)
            .Select(path => Path.GetFileName(path))
            .ToList();
        if (!names.All(BundleFiles.IsKnown) || (names.Count > 0 && !names.Contains(GanBundle.ManifestFile)))
        {
            throw new GanException(
                $"'{folder}' holds files that are not a bundle's, so it is not replaced; choose another folder."
            );
        }
    }
}
