using System.Text;

namespace Gan.Onnx.Deployment;

/// <summary>A folder for another engine: written whole or not at all, and replaced only where this library wrote it.</summary>
internal static class DeploymentFolder
{
    /// <summary>What the first line of a folder's main file says, so that a later export may replace the folder.</summary>
    public const string Signature = "Written by Gan from a bundle; a later export replaces this folder.";

    /// <summary>Makes or replaces a folder.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="staging">Where temporary names had better stand; beside the folder where that is not possible.</param>
    /// <param name="main">The file whose first line has the <see cref="Signature"/>.</param>
    /// <param name="names">Every name that such a folder may hold.</param>
    /// <param name="files">The files.</param>
    /// <exception cref="GanException">The folder holds something else, or cannot be written; what was there is
    /// unchanged.</exception>
    public static void Write(
        string folder,
        string staging,
        string main,
        IReadOnlyCollection<string> names,
        IReadOnlyDictionary<string, byte[]> files
    )
    {
        try
        {
            if (File.Exists(folder) || (Directory.Exists(folder) && !MayReplace(folder, main, names)))
            {
                throw new GanException(
                    $"'{folder}' is there already and holds something that no export wrote, so it is not replaced; choose "
                        + $"another folder."
                );
            }

            var parent = Path.GetDirectoryName(folder)!;
            Directory.CreateDirectory(parent);
            try
            {
                AtomicFolder.Write(folder, staging, files);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException && staging != parent)
            {
                // A mounted folder's parent is another file system, and may not be ours to write.
                AtomicFolder.Write(folder, parent, files);
            }
        }
        catch (Exception e) when (WriteFailure.Is(e))
        {
            throw new GanException(
                $"'{folder}' could not be written: {WriteFailure.Reason(e)} Check the path, permissions and free space.",
                e
            );
        }
    }

    /// <summary>Text as a file's content.</summary>
    public static byte[] Text(string text) => Encoding.UTF8.GetBytes(text.ReplaceLineEndings("\n"));

    /// <summary>A folder's path without a separator at its end, and the folder that it is in.</summary>
    /// <exception cref="GanException">It is the root of a file system.</exception>
    public static (string Folder, string Parent) Resolve(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        folder = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        return (
            folder,
            Path.GetDirectoryName(folder)
                ?? throw new GanException($"'{folder}' is the root of a file system; name a folder in it.")
        );
    }

    private static bool MayReplace(string folder, string main, IReadOnlyCollection<string> names)
    {
        var found = Directory
            .EnumerateFileSystemEntries(folder)
            .Take(names.Count + 1)
            .Select(path => Path.GetFileName(path))
            .ToList();
        if (found.Count == 0)
            return true;
        var path = Path.Combine(folder, main);
        return found.All(names.Contains)
            && File.Exists(path)
            && File.ReadLines(path).FirstOrDefault()?.Contains(Signature, StringComparison.Ordinal) == true;
    }
}
