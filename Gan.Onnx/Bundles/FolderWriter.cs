namespace Gan.Onnx.Bundles;

/// <summary>Puts files into a folder so that either all of them are there or none.</summary>
internal static class FolderWriter
{
    /// <summary>Makes <paramref name="folder"/> hold the files, and a model card that it had before.</summary>
    /// <exception cref="GanException">The folder holds something else than a bundle.</exception>
    /// <exception cref="IOException">Writing failed; the folder is as it was.</exception>
    public static void Write(string folder, IReadOnlyDictionary<string, byte[]> files)
    {
        folder = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        var parent = Path.GetDirectoryName(folder)
            ?? throw new GanException($"A bundle cannot be saved as '{folder}', the root of a file system; name a folder in it.");
        CheckReplaceable(folder);
        Directory.CreateDirectory(parent);
        var unique = $"{Path.GetFileName(folder)}.{Guid.NewGuid():N}";
        var fresh = Path.Combine(parent, $".{unique}.new");
        var stale = Path.Combine(parent, $".{unique}.old");
        try
        {
            Directory.CreateDirectory(fresh);
            foreach (var (name, content) in files)
                WriteThrough(Path.Combine(fresh, name), content);
            var card = Path.Combine(folder, GanBundle.ModelCardFile);
            if (File.Exists(card))
                File.Copy(card, Path.Combine(fresh, GanBundle.ModelCardFile));
            Replace(folder, fresh, stale);
        }
        finally
        {
            if (Directory.Exists(fresh))
                Directory.Delete(fresh, recursive: true);
        }
    }

    // No system call replaces a folder by another everywhere, so the old one steps aside first, and comes back should the new one
    // not get its place.
    private static void Replace(string folder, string fresh, string stale)
    {
        if (!Directory.Exists(folder))
        {
            Directory.Move(fresh, folder);
            return;
        }

        Directory.Move(folder, stale);
        try
        {
            Directory.Move(fresh, folder);
        }
        catch
        {
            Directory.Move(stale, folder);
            throw;
        }

        Directory.Delete(stale, recursive: true);
    }

    private static void CheckReplaceable(string folder)
    {
        if (File.Exists(folder))
            throw new GanException($"'{folder}' is a file, so a bundle cannot be saved as a folder there; choose another name.");
        if (!Directory.Exists(folder))
            return;
        var names = Directory.EnumerateFileSystemEntries(folder).Take(GanBundle.MaxFiles + 1).Select(path => Path.GetFileName(path)).ToList();
        if (!names.All(BundleFiles.IsKnown) || (names.Count > 0 && !names.Contains(GanBundle.ManifestFile)))
        {
            throw new GanException(
                $"'{folder}' holds files that are not a bundle's, so it is not replaced; choose another folder.");
        }
    }

    private static void WriteThrough(string path, byte[] content)
    {
        using var stream = new FileStream(path, FileMode.CreateNew, FileAccess.Write);
        stream.Write(content);
        stream.Flush(flushToDisk: true);
    }
}
