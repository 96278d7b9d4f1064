using Gan.MLNet.Images;

namespace Gan.Training.Data;

/// <summary>The files of a folder of pictures: those directly in it and those in the folders in it, which are classes.</summary>
internal sealed class ImageFolderFiles
{
    /// <summary>Names that pictures have. Those of formats that are not read are among them, so that such files are named
    /// instead of counted as no pictures.</summary>
    private static readonly HashSet<string> Endings = new(
        [
            .. new[]
            {
                ".png",
                ".apng",
                ".jpg",
                ".jpeg",
                ".jpe",
                ".jif",
                ".jfif",
                ".bmp",
                ".dib",
                ".gif",
                ".webp",
                ".ico",
                ".wbmp",
            },
            .. new[] { ".heic", ".heif", ".avif", ".tif", ".tiff", ".svg", ".jxl", ".jp2", ".psd", ".tga", ".exr", ".hdr" },
        ],
        StringComparer.OrdinalIgnoreCase
    );

    /// <summary>What systems and programs leave in folders.</summary>
    private static readonly HashSet<string> SystemNames = new(
        ["__MACOSX", "Thumbs.db", "ehthumbs.db", "desktop.ini", "$RECYCLE.BIN", "System Volume Information", "@eaDir"],
        StringComparer.OrdinalIgnoreCase
    );

    private readonly List<ImageFolderFile> _files = [];
    private readonly CancellationToken _cancellation;

    private ImageFolderFiles(string folder, CancellationToken cancellation)
    {
        _cancellation = cancellation;
        AddFiles(folder, place: -1);
        var folders = Directory.EnumerateDirectories(folder).Where(d => !Hides(d)).Order(StringComparer.Ordinal);
        foreach (var inner in folders)
        {
            if (LeadsBack(inner, folder))
            {
                LinksBack++;
                continue;
            }

            AddFiles(inner, Folders.Count);
            Folders.Add(Path.GetFileName(inner));
            Deeper += Directory.EnumerateDirectories(inner).Where(d => !Hides(d)).Sum(CountPictures);
        }
    }

    /// <summary>All files but hidden ones, folder by folder, in the ordinal order of names.</summary>
    public IReadOnlyList<ImageFolderFile> Files => _files;

    /// <summary>The names of the folders in the folder, in ordinal order.</summary>
    public List<string> Folders { get; } = [];

    /// <summary>How many files and folders are hidden, or left by systems and programs.</summary>
    public int Hidden { get; private set; }

    /// <summary>How many files with the name of a picture lie in folders of the folders.</summary>
    public int Deeper { get; private set; }

    /// <summary>How many folders are links to the folder itself or one above it.</summary>
    public int LinksBack { get; private set; }

    /// <summary>Lists what is there; a folder deeper in is only counted, and no link in one is followed.</summary>
    public static ImageFolderFiles List(string folder, CancellationToken cancellation = default) => new(folder, cancellation);

    private void AddFiles(string folder, int place)
    {
        foreach (var path in Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal))
        {
            _cancellation.ThrowIfCancellationRequested();
            if (IsLeftOut(path))
                Hidden++;
            else
                _files.Add(new ImageFolderFile(new ImageFile(folder, Path.GetFileName(path)), place, IsNamedPicture(path)));
        }
    }

    private bool Hides(string path)
    {
        var hidden = IsHidden(Path.GetFileName(path));
        if (hidden)
            Hidden++;
        return hidden;
    }

    private int CountPictures(string folder)
    {
        _cancellation.ThrowIfCancellationRequested();
        if (IsLink(folder))
            return 0;
        // What cannot be looked into is only counted as empty: nothing of it would be read.
        var reachable = new EnumerationOptions { AttributesToSkip = FileAttributes.None, IgnoreInaccessible = true };
        return Directory.EnumerateFiles(folder, "*", reachable).Count(f => !IsHidden(Path.GetFileName(f)) && IsNamedPicture(f))
            + Directory
                .EnumerateDirectories(folder, "*", reachable)
                .Where(d => !IsHidden(Path.GetFileName(d)))
                .Sum(CountPictures);
    }

    /// <summary>Whether a file or folder is hidden, or left by a system or program.</summary>
    internal static bool IsHidden(string name) => name.StartsWith('.') || SystemNames.Contains(name);

    /// <summary>Whether a file is passed over unopened: hidden ones, and pipes and devices, from which a picture might never
    /// come.</summary>
    internal static bool IsLeftOut(string path) => IsHidden(Path.GetFileName(path)) || SpecialFile.Kind(path) is not null;

    /// <summary>Whether a file has the name of a picture, of a format that is read or one that is not.</summary>
    internal static bool IsNamedPicture(string path) => Endings.Contains(Path.GetExtension(path));

    private static bool IsLink(string folder) => File.GetAttributes(folder).HasFlag(FileAttributes.ReparsePoint);

    private static bool LeadsBack(string inner, string folder)
    {
        if (!IsLink(inner) || Directory.ResolveLinkTarget(inner, returnFinalTarget: true) is not { } target)
            return false;
        var end = Ended(target.FullName);
        var outer = Directory.ResolveLinkTarget(folder, returnFinalTarget: true)?.FullName ?? folder;
        return Ended(folder).StartsWith(end, StringComparison.Ordinal) || Ended(outer).StartsWith(end, StringComparison.Ordinal);
    }

    private static string Ended(string folder) =>
        Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)) + Path.DirectorySeparatorChar;
}

/// <summary>A file of a folder of pictures.</summary>
/// <param name="File">Where it is.</param>
/// <param name="Place">The place of its folder among the folders; -1 where it lies beside them.</param>
/// <param name="IsNamedPicture">Whether it has the name of a picture.</param>
internal readonly record struct ImageFolderFile(ImageFile File, int Place, bool IsNamedPicture)
{
    /// <summary>Whether it is a picture by its name or, whatever its name, by its first bytes, of a format that is read or one
    /// that is not.</summary>
    public bool LooksLikePicture()
    {
        if (IsNamedPicture)
            return true;
        var start = ImageDecoder.Start(File.Path);
        return FileSignature.ReadFormat(start) is not null || FileSignature.UnreadFormat(start) is not null;
    }
}
