using Gan.Onnx;

namespace Gan.Training.Data;

/// <summary>Reads pairs of pictures. The data set holds the targets, and the sources are its
/// <see cref="Dataset.SourceImages"/>.</summary>
internal static class ImagePairsDataset
{
    private const int MostNamed = 5;

    /// <summary>What <see cref="ImageFolder.ReadPairs"/> gives.</summary>
    public static ImageFolder ReadFolders(
        string sources,
        string targets,
        ImagePairOptions? options = null,
        CancellationToken cancellation = default
    )
    {
        options ??= new ImagePairOptions();
        var source = ImageFolderDataset.Read(sources, options.SourceOptions, cancellation);
        var target = ImageFolderDataset.Read(targets, options.TargetOptions, cancellation);
        var (sourceRows, targetRows) = (RowsByName(source.Data, sources), RowsByName(target.Data, targets));
        // A picture that cannot be read is there, and its counterpart is no stray.
        var alone = (
            Sources: Without(sourceRows.Keys, targetRows, target.Skipped, targets),
            Targets: Without(targetRows.Keys, sourceRows, source.Skipped, sources)
        );
        if (alone.Sources.Length + alone.Targets.Length > 0)
            throw new GanException(
                $"The pictures of '{sources}' and '{targets}' are no pairs: "
                    + string.Join(
                        ", and ",
                        new[] { Stray(alone.Sources, targets), Stray(alone.Targets, sources) }.OfType<string>()
                    )
                    + ". Pairs have the same names in both folders, but for their endings. Rename or remove what has no "
                    + "counterpart, or choose a recipe that needs no pairs (cyclegan, cut)."
            );
        string[] names = [.. targetRows.Keys.Where(sourceRows.ContainsKey)];
        if (names.Length == 0)
            throw new GanException(
                $"No pair of '{sources}' and '{targets}' can be read. The first: {FirstFault(source, target)}"
            );
        return Paired(source, [.. names.Select(n => sourceRows[n])], target, [.. names.Select(n => targetRows[n])], options);
    }

    /// <summary>What <see cref="ImageFolder.ReadSideBySide"/> gives.</summary>
    public static ImageFolder ReadSideBySide(
        string folder,
        bool sourceIsRight = false,
        ImagePairOptions? options = null,
        CancellationToken cancellation = default
    )
    {
        options ??= new ImagePairOptions();
        var (of, to) = sourceIsRight ? (ImageHalf.Right, ImageHalf.Left) : (ImageHalf.Left, ImageHalf.Right);
        var source = ImageFolderDataset.Read(folder, options.SourceOptions with { Half = of }, cancellation);
        var target = ImageFolderDataset.Read(folder, options.TargetOptions with { Half = to }, cancellation);
        return Joined(source, target with { Notes = [] }, arePaired: true);
    }

    /// <summary>What <see cref="ImageFolder.ReadPairTable"/> gives.</summary>
    public static ImageFolder ReadTable(
        string table,
        string sourceColumn = "source",
        string targetColumn = "target",
        ImagePairOptions? options = null,
        CancellationToken cancellation = default
    )
    {
        options ??= new ImagePairOptions();
        var (sources, targets) = ImagePairTable.Read(table, sourceColumn, targetColumn);
        var source = ImageFolderDataset.ReadFiles(sources, options.SourceOptions, cancellation);
        var target = ImageFolderDataset.ReadFiles(targets, options.TargetOptions, cancellation);
        int[] rows = [.. source.Rows.Intersect(target.Rows)];
        if (rows.Length == 0)
            throw new GanException($"No pair of '{table}' can be read. The first: {FirstFault(source.Folder, target.Folder)}");
        int[] Places(int[] read) => [.. rows.Select(row => Array.BinarySearch(read, row))];
        return Paired(source.Folder, Places(source.Rows), target.Folder, Places(target.Rows), options);
    }

    /// <summary>What <see cref="ImageFolder.ReadUnpaired"/> gives.</summary>
    public static ImageFolder ReadUnpaired(
        string sources,
        string targets,
        ImagePairOptions? options = null,
        CancellationToken cancellation = default
    )
    {
        options ??= new ImagePairOptions();
        return Joined(
            ImageFolderDataset.Read(sources, options.SourceOptions, cancellation),
            ImageFolderDataset.Read(targets, options.TargetOptions, cancellation),
            arePaired: false
        );
    }

    /// <summary>Puts together rows that belong to each other.</summary>
    private static ImageFolder Paired(
        ImageFolder source,
        int[] sourceRows,
        ImageFolder target,
        int[] targetRows,
        ImagePairOptions options
    )
    {
        var sizes = sourceRows.Zip(targetRows, (s, t) => (source.Sizes[s], target.Sizes[t])).ToArray();
        var joined = Joined(
            source with
            {
                Data = source.Data.Select(sourceRows),
            },
            target with
            {
                Data = target.Data.Select(targetRows),
            },
            arePaired: true
        );
        return PairProportions.Note(sizes, joined.Data.RowNames!.Values, options.Targets) is { } note
            ? joined with
            {
                Notes = [.. joined.Notes, note],
            }
            : joined;
    }

    private static ImageFolder Joined(ImageFolder source, ImageFolder target, bool arePaired)
    {
        return new ImageFolder(
            target.Data.WithSourceImages(new SourceImages(source.Data, arePaired)),
            [.. source.Skipped.Concat(target.Skipped).Distinct()]
        )
        {
            Notes = [.. source.Notes.Select(n => $"sources: {n}"), .. target.Notes.Select(n => $"targets: {n}")],
        };
    }

    private static SortedDictionary<string, int> RowsByName(Dataset data, string folder)
    {
        var rows = new SortedDictionary<string, int>(StringComparer.Ordinal);
        foreach (var (row, file) in data.RowNames!.Values.Index())
        {
            if (!rows.TryAdd(Path.ChangeExtension(file, null), row))
                throw new GanException(
                    $"The folder '{folder}' holds '{data.RowNames.Values[rows[Path.ChangeExtension(file, null)]]}' and '{file}', "
                        + "of one name but for the ending, so that it is not clear which belongs to the picture of that name in "
                        + "the other folder. Remove or rename one."
                );
        }

        return rows;
    }

    /// <summary>The names without a counterpart in the other folder, read or not.</summary>
    private static string[] Without(
        IEnumerable<string> names,
        SortedDictionary<string, int> others,
        IReadOnlyList<string> skipped,
        string folder
    ) =>
        [
            .. names.Where(name =>
                !others.ContainsKey(name)
                && !skipped.Any(s => s.StartsWith(Path.Combine(folder, name) + ".", StringComparison.Ordinal))
            ),
        ];

    private static string? Stray(string[] names, string folder) =>
        names.Length == 0
            ? null
            : $"{names.Length} have no counterpart in '{folder}' ({string.Join(", ", names.Take(MostNamed))}"
                + $"{(names.Length > MostNamed ? ", …" : "")})";

    private static string FirstFault(ImageFolder source, ImageFolder target) =>
        source.Skipped.Concat(target.Skipped).FirstOrDefault() ?? "none has a counterpart.";
}

/// <summary>How the pictures of pairs become samples.</summary>
public sealed record ImagePairOptions
{
    /// <summary>How the targets are read. Default: 32 pixels a side, RGB.</summary>
    public ImageFolderOptions Targets { get; init; } = new();

    /// <summary>How the sources are read. Null, the default, as the targets, but never as maps of classes.</summary>
    public ImageFolderOptions? Sources { get; init; }

    internal ImageFolderOptions TargetOptions => Targets with { IgnoresClasses = true };

    internal ImageFolderOptions SourceOptions => (Sources ?? Targets with { IsLabelMap = false }) with { IgnoresClasses = true };
}
