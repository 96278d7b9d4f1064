using Gan.Onnx;
using Gan.Training.Tables;

namespace Gan.Training.Data;

/// <summary>Reads pairs of pictures, of which a translator takes the one, the source, and is to give the other, the
/// target.</summary>
/// <remarks>The data set holds the targets, and the sources are its <see cref="Dataset.SourceImages"/>. Of a pair both are read
/// from disk when they are asked for, as <see cref="ImageFolderDataset"/> does it.</remarks>
public static class ImagePairsDataset
{
    private const int MostNamed = 5;

    /// <summary>Two folders with pictures of the same names, whatever their formats: <c>sources/7.png</c> and
    /// <c>targets/7.jpg</c> are a pair.</summary>
    /// <param name="sources">The folder of the sources; it may hold folders.</param>
    /// <param name="targets">The folder of the targets, which holds the same folders.</param>
    /// <param name="options">How pictures are read; defaults when null.</param>
    /// <param name="cancellation">Stops it between two pictures.</param>
    /// <returns>The pairs, in the order of the targets' names. A pair of which one cannot be read is skipped.</returns>
    /// <exception cref="GanException">A picture has no counterpart, or what <see cref="ImageFolderDataset.Read"/>
    /// refuses.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
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
        return Joined(
            source with
            {
                Data = source.Data.Select([.. names.Select(n => sourceRows[n])]),
            },
            target with
            {
                Data = target.Data.Select([.. names.Select(n => targetRows[n])]),
            },
            arePaired: true
        );
    }

    /// <summary>A folder of pictures that each hold a source and a target side by side.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="sourceIsRight">Whether the source is the right half; otherwise it is the left one.</param>
    /// <param name="options">How each half is read; defaults when null.</param>
    /// <param name="cancellation">Stops it between two pictures.</param>
    /// <exception cref="GanException">What <see cref="ImageFolderDataset.Read"/> refuses; a picture of odd width cannot be
    /// read.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
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

    /// <summary>A table with the paths of a source and a target in each row, as text, from the table's own folder.</summary>
    /// <param name="table">A file that <see cref="Table.FromFile"/> reads.</param>
    /// <param name="sourceColumn">The column of the sources' paths.</param>
    /// <param name="targetColumn">The column of the targets' paths.</param>
    /// <param name="options">How pictures are read; defaults when null.</param>
    /// <param name="cancellation">Stops it between two pictures.</param>
    /// <exception cref="GanException">The table cannot be read or lacks a column, or a picture cannot be read and
    /// <see cref="ImageFolderOptions.Strict"/> is set.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
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
        return Joined(
            source.Folder with
            {
                Data = source.Folder.Data.Select(Places(source.Rows)),
            },
            target.Folder with
            {
                Data = target.Folder.Data.Select(Places(target.Rows)),
            },
            arePaired: true
        );
    }

    /// <summary>Two folders of pictures that are no pairs, as many as there are in each.</summary>
    /// <param name="sources">The folder of the sources.</param>
    /// <param name="targets">The folder of the targets.</param>
    /// <param name="options">How pictures are read; defaults when null.</param>
    /// <param name="cancellation">Stops it between two pictures.</param>
    /// <exception cref="GanException">What <see cref="ImageFolderDataset.Read"/> refuses.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
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
