using Gan.Onnx;

namespace Gan.Training;

/// <summary>Where names of files lead.</summary>
internal static class FileLinks
{
    // As Linux does it.
    private const int MostLinks = 40;

    private static readonly StringComparer Names = OperatingSystem.IsLinux()
        ? StringComparer.Ordinal
        : StringComparer.OrdinalIgnoreCase;

    /// <summary>The full path without links, those of its folders included. What is not there may still be named.</summary>
    /// <exception cref="GanException">Links lead in a circle.</exception>
    public static string Resolve(string path)
    {
        var links = MostLinks;
        return Resolve(Path.GetFullPath(path), ref links);
    }

    /// <summary>Whether two names are of one file, there or not.</summary>
    public static bool AreSame(string first, string second) => Names.Equals(Resolve(first), Resolve(second));

    private static string Resolve(string path, ref int links)
    {
        path = Path.TrimEndingDirectorySeparator(path);
        if (Path.GetDirectoryName(path) is not { } folder)
            return path;
        folder = Resolve(folder, ref links);
        path = Path.Combine(folder, Path.GetFileName(path));
        if (new FileInfo(path).LinkTarget is not { } target)
            return path;
        return links-- > 0
            ? Resolve(Path.GetFullPath(target, folder), ref links)
            : throw new GanException($"The link '{path}' leads in a circle. Name the file itself.");
    }
}
