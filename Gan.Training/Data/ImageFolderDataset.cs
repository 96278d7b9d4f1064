using System.Globalization;
using Gan.MLNet;
using Gan.MLNet.Images;
using Gan.Onnx;
using Gan.Onnx.Bundles;

namespace Gan.Training.Data;

/// <summary>Reads a folder of ordinary pictures.</summary>
internal static class ImageFolderDataset
{
    /// <summary>The formats that are read.</summary>
    internal const string Formats = "PNG, JPEG, BMP, GIF, WebP, ICO and WBMP";

    /// <summary>Whether a folder, or a folder directly in it, holds pictures.</summary>
    /// <param name="folder">The folder.</param>
    public static bool IsImageFolder(string folder) =>
        Directory.Exists(folder) && ImageFolderFiles.List(folder).Files.Any(f => f.LooksLikePicture());

    /// <summary>What <see cref="ImageFolder.Read"/> gives.</summary>
    public static ImageFolder Read(string folder, ImageFolderOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        options = Checked(options);
        if (File.Exists(folder))
            throw new GanException($"'{folder}' is a file; give the folder that it lies in.");
        if (!Directory.Exists(folder))
            throw new GanException($"The folder '{folder}' does not exist.");

        var listed = ImageFolderFiles.List(folder, cancellation);
        var (samples, looks, skipped) = Open(listed.Files, options, cancellation);
        int[] rows = RowsOf(looks);
        if (rows.Length == 0)
            throw new GanException(Nothing(folder, listed, skipped));

        // A class is a folder with pictures, whether or not they can be read.
        int[] classes = options.IgnoresClasses
            ? []
            :
            [
                .. looks
                    .Index()
                    .Where(l => !l.Item.IsOther)
                    .Select(l => listed.Files[l.Index].Place)
                    .Where(p => p >= 0)
                    .Distinct(),
            ];
        int[]? labels = classes.Length == 0 ? null : [.. rows.Select(row => Array.IndexOf(classes, listed.Files[row].Place))];
        return new ImageFolder(
            new Dataset(
                Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder))),
                [options.Channels, options.Height, options.Width],
                samples.Choose(rows),
                labels,
                options.Range,
                folder,
                labelNames: labels is null ? null : [.. classes.Select(c => listed.Folders[c])]
            )
            {
                ClassWords = "folders of pictures",
                RowNames = new RowNames("file", [.. rows.Select(row => NameOf(listed.Files[row], listed))]),
            },
            skipped
        )
        {
            Notes = [.. Notes(listed, looks, labels, options)],
            Sizes = [.. rows.Select(row => looks[row].Size)],
        };
    }

    /// <summary>Opens files that are known by name; those that cannot be read are skipped.</summary>
    /// <returns>The pictures that were read, and which of the files they are.</returns>
    /// <exception cref="GanException">One cannot be read and <see cref="ImageFolderOptions.Strict"/> is set.</exception>
    internal static (ImageFolder Folder, int[] Rows) ReadFiles(
        ImageFile[] files,
        ImageFolderOptions options,
        CancellationToken cancellation
    )
    {
        options = Checked(options);
        ImageFolderFile[] listed = [.. files.Select(f => new ImageFolderFile(f, -1, IsNamedPicture: true))];
        var (samples, looks, skipped) = Open(listed, options, cancellation);
        int[] rows = RowsOf(looks);
        var folder = files.Length == 0 ? "" : files[0].Folder;
        var data = new Dataset(
            Path.GetFileName(folder) is { Length: > 0 } name ? name : "pictures",
            [options.Channels, options.Height, options.Width],
            samples.Choose(rows),
            null,
            options.Range,
            folder
        )
        {
            RowNames = new RowNames("file", [.. rows.Select(row => files[row].Name)]),
        };
        return (new ImageFolder(data, skipped) { Sizes = [.. rows.Select(row => looks[row].Size)] }, rows);
    }

    private static ImageFolderOptions Checked(ImageFolderOptions? options)
    {
        options ??= new ImageFolderOptions();
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Height, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Width, 1);
        return options.Channels is 1 or 3 or 4
            ? options
            : throw new GanException($"Pictures cannot have {options.Channels} channels; choose 1, 3 or 4.");
    }

    private static (ImageSamples Samples, PictureLook[] Looks, List<string> Skipped) Open(
        IReadOnlyList<ImageFolderFile> files,
        ImageFolderOptions options,
        CancellationToken cancellation
    )
    {
        var samples = new ImageSamples([.. files.Select(f => f.File)], options);
        var looks = Look(files, samples, options.Strict, cancellation);
        var skipped = looks
            .Select((look, row) => look.Fault is { } fault ? $"{files[row].File.Path}: {fault}." : null)
            .OfType<string>()
            .ToList();
        return options.Strict && skipped.Count > 0
            ? throw new GanException(
                $"A picture cannot be read: {skipped[0]} Mend or remove it, or read without strictness to skip it."
            )
            : (samples, looks, skipped);
    }

    private static int[] RowsOf(PictureLook[] looks) => [.. Enumerable.Range(0, looks.Length).Where(row => looks[row].IsRead)];

    private static PictureLook[] Look(
        IReadOnlyList<ImageFolderFile> files,
        ImageSamples samples,
        bool strict,
        CancellationToken cancellation
    )
    {
        var looks = new PictureLook[files.Count];
        Parallel.For(
            0,
            looks.Length,
            new ParallelOptions { CancellationToken = cancellation },
            () => new float[samples.Size],
            (row, state, sample) =>
            {
                if (!files[row].LooksLikePicture())
                    looks[row] = new PictureLook { IsOther = true };
                else
                    looks[row] = samples.Look(row, sample);
                // The rows before it are still looked at, so that the first fault is the one that is named.
                if (strict && looks[row].Fault is not null)
                    state.Break();
                return sample;
            },
            _ => { }
        );
        return looks;
    }

    private static string NameOf(ImageFolderFile file, ImageFolderFiles listed) =>
        file.Place < 0 ? file.File.Name : $"{listed.Folders[file.Place]}/{file.File.Name}";

    private static string Nothing(string folder, ImageFolderFiles listed, List<string> skipped)
    {
        var first = skipped.Count > 0 ? $" The first: {skipped[0]}" : "";
        var deeper =
            listed.Deeper > 0
                ? $" {Count(listed.Deeper, "picture lies", "pictures lie")} in deeper folders: give the one over its classes."
                : "";
        return $"The folder '{folder}' holds no picture that can be read ({Count(skipped.Count, "file", "files")} skipped); "
            + $"{Formats} are read.{first}{deeper}";
    }

    /// <summary>What is to be said of a folder that was read.</summary>
    private static IEnumerable<string> Notes(
        ImageFolderFiles listed,
        PictureLook[] looks,
        int[]? labels,
        ImageFolderOptions options
    )
    {
        int With(ImageTraits trait) => looks.Count(l => l.IsRead && l.Traits.HasFlag(trait));
        var ground = options.Channels == 4 ? "" : $", which lie on {options.Background}";
        (int Count, string One, string Many)[] notes =
        [
            (listed.Hidden, "hidden or system file or folder passed over", "hidden or system files and folders passed over"),
            (listed.LinksBack, "folder passed over, a link to one above it", "folders passed over, links to ones above them"),
            (looks.Count(l => l.IsOther), "other file is no picture", "other files are no pictures"),
            (listed.Deeper, "picture in deeper folders is not read", "pictures in deeper folders are not read"),
            (
                labels?.Count(l => l < 0) ?? 0,
                "picture beside the class folders has no class",
                "pictures beside the class folders have no class"
            ),
            (
                With(ImageTraits.Transparent),
                $"picture has transparent pixels{ground}",
                $"pictures have transparent pixels{ground}"
            ),
            (
                With(ImageTraits.SixteenBit),
                "picture has 16 bits a channel, and 8 are read",
                "pictures have 16 bits a channel, and 8 are read"
            ),
            (
                With(ImageTraits.Animated),
                "picture is animated, and its first frame is read",
                "pictures are animated, and their first frames are read"
            ),
        ];
        return notes.Where(n => n.Count > 0).Select(n => Count(n.Count, n.One, n.Many));
    }

    private static string Count(int count, string one, string many) =>
        string.Create(CultureInfo.InvariantCulture, $"{count} {(count == 1 ? one : many)}");
}

/// <summary>How pictures of any size become samples of one size.</summary>
public sealed record ImageFolderOptions
{
    /// <summary>Height of a sample in pixels; at least 1. Default 32.</summary>
    public int Height { get; init; } = 32;

    /// <summary>Width of a sample in pixels; at least 1. Default 32.</summary>
    public int Width { get; init; } = 32;

    /// <summary>1 for grey, 3 for RGB, 4 for RGBA. Default 3.</summary>
    public int Channels { get; init; } = 3;

    /// <summary>What becomes of a picture of other proportions. Default <see cref="ImageFitting.Crop"/>.</summary>
    public ImageFitting Fitting { get; init; } = ImageFitting.Crop;

    /// <summary>What transparent pixels lie on where there are 1 or 3 channels: <c>white</c>, <c>black</c> or <c>#rrggbb</c>.
    /// Default <c>white</c>.</summary>
    public string Background { get; init; } = "white";

    /// <summary>What black and white become: 0 and 255 where the data are one's own, a bundle's values where it is to judge
    /// them.</summary>
    internal ValueRange Range { get; init; } = ByteSamples.Range;

    /// <summary>Whether pictures are maps of classes by colour: of those of other sizes the nearest pixels are taken, since
    /// colours between two classes are none. Default false.</summary>
    public bool IsLabelMap { get; init; }

    /// <summary>Whether folders are but folders, and no classes.</summary>
    internal bool IgnoresClasses { get; init; }

    /// <summary>The part of each picture that is read, where it holds two side by side.</summary>
    internal ImageHalf Half { get; init; }

    /// <summary>Whether a file that cannot be read ends the reading; otherwise it is skipped and named. Default false.</summary>
    public bool Strict { get; init; }
}

/// <summary>A part of a picture that may hold two side by side.</summary>
internal enum ImageHalf
{
    /// <summary>All of it.</summary>
    Whole,

    /// <summary>The left half.</summary>
    Left,

    /// <summary>The right half.</summary>
    Right,
}
