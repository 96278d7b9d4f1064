namespace Gan.Onnx;

/// <summary>Puts files into a folder so that either all of them are there or none.</summary>
internal static class AtomicFolder
{
    /// <summary>Makes <paramref name="folder"/> hold the files and nothing else.</summary>
    /// <param name="folder">The folder to make or replace.</param>
    /// <param name="staging">A folder of the same file system where temporary names may stand; it is made when missing.</param>
    /// <param name="files">The files by name; a name may have folders in it, separated by slashes.</param>
    /// <exception cref="IOException">Writing failed; the folder is as it was.</exception>
    /// <exception cref="UnauthorizedAccessException">The same.</exception>
    public static void Write(string folder, string staging, IReadOnlyDictionary<string, byte[]> files)
    {
        Directory.CreateDirectory(staging);
        var unique = $"{Path.GetFileName(folder)}.{Guid.NewGuid():N}";
        var fresh = Path.Combine(staging, $".{unique}.new");
        var stale = Path.Combine(staging, $".{unique}.old");
        try
        {
            Directory.CreateDirectory(fresh);
            foreach (var (name, content) in files)
                WriteThrough(Path.Combine(fresh, name), content);
            Replace(folder, fresh, stale);
        }
        finally
        {
            Delete(fresh);
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

        Delete(stale);
    }

    // What is left over is hidden and harms nobody; failing for it would hide what was done, or why it was not.
    private static void Delete(string leftOver)
    {
        try
        {
            if (Directory.Exists(leftOver))
                Directory.Delete(leftOver, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException) { }
    }

    private static void WriteThrough(string path, byte[] content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using var stream = new FileStream(path, FileMode.CreateNew, FileAccess.Write);
        stream.Write(content);
        stream.Flush(flushToDisk: true);
    }
}
