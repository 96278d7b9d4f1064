using Gan.Cli.Commands;
using Gan.MLNet.Images;
using Gan.Onnx;
using Gan.Training;
using Gan.Training.Data;

namespace Gan.Cli.Translation;

/// <summary>Which files are translated into which, found and checked before any work.</summary>
internal sealed record TranslationPlan
{
    private static readonly StringComparer Names = OperatingSystem.IsLinux()
        ? StringComparer.Ordinal
        : StringComparer.OrdinalIgnoreCase;

    private TranslationPlan(IReadOnlyList<TranslationItem> items, bool isFolder) => (Items, IsFolder) = (items, isFolder);

    /// <summary>The pictures, in the ordinal order of their names, folder by folder.</summary>
    public IReadOnlyList<TranslationItem> Items { get; private init; }

    /// <summary>Whether they are those of a folder.</summary>
    public bool IsFolder { get; }

    /// <summary>What was passed over, in words; null where nothing was.</summary>
    public string? Note { get; private init; }

    /// <summary>Other files of the folder that are wanted, by their paths in it.</summary>
    public IReadOnlyList<string> Others { get; private init; } = [];

    /// <summary>Makes the plan.</summary>
    /// <param name="input">A picture, or a folder of pictures.</param>
    /// <param name="output">A .png, or a folder.</param>
    /// <param name="masks">A mask for all of them, or a folder of masks of the same names; null for none.</param>
    /// <param name="classes">Where class numbers go, as for <paramref name="output"/>; null for nowhere.</param>
    /// <param name="wanted">Endings of other files of a folder that are not passed over.</param>
    /// <exception cref="GanException">There is nothing to translate, a mask is missing, or two results would be one
    /// file.</exception>
    public static TranslationPlan Make(
        string input,
        string output,
        string? masks,
        string? classes,
        IReadOnlyList<string>? wanted = null
    )
    {
        if (File.Exists(input))
            return OfFile(input, output, masks, classes);
        if (!Directory.Exists(input))
            throw new GanException($"There is no file or folder '{input}'.");
        RequireApart(input, output, "OUT");
        if (classes is not null)
        {
            RequireApart(input, classes, "--classes");
            if (Names.Equals(Full(classes), Full(output)))
                throw new GanException("--classes and OUT are one folder; the classes need one of their own.");
        }

        foreach (var folder in new[] { output, classes }.OfType<string>().Where(File.Exists))
            throw new GanException($"'{folder}' is a file; for a folder of pictures it must be a folder.");
        var found = new PictureTree(input, wanted ?? []);
        if (found.Pictures.Count == 0)
            throw new GanException($"The folder '{input}' holds no pictures.{found.Note(" It holds ")}");
        var masksOf = masks is null ? null : MaskFiles(masks);
        return OfFolder(input, output, found.Pictures, masksOf, classes) with
        {
            Note = found.Note("passed over: "),
            Others = found.Others,
        };
    }

    /// <summary>Makes the plan for some pictures of a folder.</summary>
    /// <param name="input">The folder.</param>
    /// <param name="names">Their paths in it.</param>
    /// <param name="output">The folder of the results.</param>
    /// <exception cref="GanException">Two results would be one file, or they would lie among the pictures.</exception>
    public static TranslationPlan Make(string input, IReadOnlyList<string> names, string output)
    {
        RequireApart(input, output, "OUT");
        if (File.Exists(output))
            throw new GanException($"'{output}' is a file; for several pictures it must be a folder.");
        return OfFolder(input, output, names, null, null);
    }

    /// <summary>The plan without the pictures whose results are there.</summary>
    public TranslationPlan Missing() => this with { Items = [.. Items.Where(i => !i.Results.All(File.Exists))] };

    /// <exception cref="GanException">A result is there already.</exception>
    public void RequireNew()
    {
        var there = Items.SelectMany(i => i.Results).Where(Path.Exists).ToArray();
        if (there.Length > 0)
            throw new GanException(
                $"'{there[0]}' is there already{(there.Length > 1 ? $", and {there.Length - 1} more" : "")}. --force replaces "
                    + "what is there, and --missing leaves it and makes the others."
            );
    }

    private static TranslationPlan OfFolder(
        string input,
        string output,
        IReadOnlyList<string> names,
        Func<string, string>? masksOf,
        string? classes
    )
    {
        var items = names
            .Select(name => new TranslationItem(
                name,
                Path.Combine(input, name),
                Path.Combine(output, Path.ChangeExtension(name, ".png")),
                masksOf?.Invoke(name),
                classes is null ? null : Path.Combine(classes, Path.ChangeExtension(name, ".png"))
            ))
            .ToArray();
        foreach (var same in items.GroupBy(i => i.Output, Names).Where(g => g.Count() > 1))
            throw new GanException(
                $"'{same.First().Name}' and '{same.ElementAt(1).Name}' would both become '{same.Key}': rename one of them."
            );
        RequireUnread(items);
        return new TranslationPlan(items, isFolder: true);
    }

    private static TranslationPlan OfFile(string input, string output, string? masks, string? classes)
    {
        if (masks is not null && !File.Exists(masks))
            throw new GanException($"--mask: there is no file '{masks}'.");
        var item = new TranslationItem(
            Path.GetFileName(input),
            input,
            ResultOf(input, output, "OUT"),
            masks,
            classes is null ? null : ResultOf(input, classes, "--classes")
        );
        NamedFiles.RequireApart([("IN", input), ("--mask", masks)], ("OUT", item.Output), ("--classes", item.Classes));
        return new TranslationPlan([item], isFolder: false);
    }

    /// <summary>Masks may lie among the results, and names may be links.</summary>
    private static void RequireUnread(TranslationItem[] items)
    {
        var there = items.SelectMany(i => i.Results).Where(File.Exists).ToArray();
        if (there.Length == 0)
            return;
        var read = items.SelectMany(i => i.Mask is null ? [i.Source] : new[] { i.Source, i.Mask }).Select(FileLinks.Resolve);
        var inputs = read.ToHashSet(Names);
        if (Array.Find(there, file => inputs.Contains(FileLinks.Resolve(file))) is { } lost)
            throw new GanException($"'{lost}' is a picture or a mask that is read, and would be lost. Name another folder.");
    }

    private static string ResultOf(string input, string output, string what)
    {
        if (Directory.Exists(output))
            return Path.Combine(output, Path.ChangeExtension(Path.GetFileName(input), ".png"));
        return Path.GetExtension(output).Equals(".png", StringComparison.OrdinalIgnoreCase)
            ? output
            : throw new GanException($"{what} is '{output}'; for one picture its name must end in .png, or it must be a folder.");
    }

    private static Func<string, string> MaskFiles(string masks)
    {
        if (File.Exists(masks))
            return _ => masks;
        if (!Directory.Exists(masks))
            throw new GanException($"--mask: there is no file or folder '{masks}'.");
        var found = new PictureTree(masks, []).Pictures;
        var (exact, stems) = (found.ToHashSet(Names), found.ToLookup(name => Path.ChangeExtension(name, null), Names));
        return name =>
        {
            string[] fitting = exact.Contains(name) ? [name] : [.. stems[Path.ChangeExtension(name, null)]];
            return fitting.Length switch
            {
                1 => Path.Combine(masks, fitting[0]),
                0 => throw new GanException($"--mask: '{masks}' holds no mask for '{name}', of that name with any ending."),
                _ => throw new GanException(
                    $"--mask: '{masks}' holds {fitting.Length} masks for '{name}', such as '{fitting[0]}'."
                ),
            };
        };
    }

    private static void RequireApart(string input, string output, string what)
    {
        var (inner, outer) = (Full(output), Full(input));
        if (Names.Equals(inner, outer) || inner.StartsWith(outer + Path.DirectorySeparatorChar, StringComparison.Ordinal))
            throw new GanException($"{what}, '{output}', lies in '{input}', where its pictures would be translated again.");
    }

    private static string Full(string path) => FileLinks.Resolve(path);
}

/// <summary>A picture to translate.</summary>
/// <param name="Name">Its path in the folder.</param>
/// <param name="Source">The file.</param>
/// <param name="Output">The file to make.</param>
/// <param name="Mask">Its mask; null for none.</param>
/// <param name="Classes">Where class numbers go; null for nowhere.</param>
internal sealed record TranslationItem(string Name, string Source, string Output, string? Mask, string? Classes)
{
    /// <summary>All files to make.</summary>
    public IEnumerable<string> Results => Classes is null ? [Output] : [Output, Classes];
}

/// <summary>The pictures of a folder and of the folders in it, however deep.</summary>
internal sealed class PictureTree
{
    private readonly List<string> _pictures = [];
    private readonly List<string> _wanted = [];
    private readonly IReadOnlyList<string> _endings;
    private int _others,
        _hidden,
        _links;

    /// <param name="folder">The folder.</param>
    /// <param name="endings">Endings of other files that are wanted, such as <c>.csv</c>.</param>
    public PictureTree(string folder, IReadOnlyList<string> endings)
    {
        _endings = endings;
        Walk(folder, "");
    }

    /// <summary>Their paths in the folder.</summary>
    public IReadOnlyList<string> Pictures => _pictures;

    /// <summary>The paths of the other files that are wanted.</summary>
    public IReadOnlyList<string> Others => _wanted;

    /// <summary>What else is there, in words after <paramref name="start"/>; null where there is nothing else.</summary>
    public string? Note(string start)
    {
        (int Count, string What)[] counts =
        [
            (_others, "files that are no pictures"),
            (_hidden, "hidden or system files and folders"),
            (_links, "links to folders"),
        ];
        var words = counts.Where(c => c.Count > 0).Select(c => $"{c.What} ({c.Count})").ToArray();
        return words.Length == 0 ? null : $"{start}{string.Join(", ", words)}.";
    }

    private void Walk(string folder, string below)
    {
        foreach (var path in Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal))
        {
            var name = Path.GetFileName(path);
            if (ImageFolderFiles.IsLeftOut(path))
                _hidden++;
            else if (ImageFolderFiles.IsNamedPicture(path) || IsPicture(path))
                _pictures.Add(Path.Combine(below, name));
            else if (_endings.Contains(Path.GetExtension(name), StringComparer.OrdinalIgnoreCase))
                _wanted.Add(Path.Combine(below, name));
            else
                _others++;
        }

        foreach (var path in Directory.EnumerateDirectories(folder).Order(StringComparer.Ordinal))
        {
            if (ImageFolderFiles.IsHidden(Path.GetFileName(path)))
                _hidden++;
            // It may lead back.
            else if (File.GetAttributes(path).HasFlag(FileAttributes.ReparsePoint))
                _links++;
            else
                Walk(path, Path.Combine(below, Path.GetFileName(path)));
        }
    }

    private static bool IsPicture(string path) => FileSignature.ReadFormat(ImageDecoder.Start(path)) is not null;
}
