using System.Globalization;
using Gan.MLNet.Images;
using Gan.Onnx;

namespace Gan.Training.Data;

/// <summary>Cuts the pictures of a folder into patches.</summary>
internal static class ImagePatchDataset
{
    /// <summary>What <see cref="ImageFolder.ReadPatches"/> gives.</summary>
    public static ImageFolder Read(string folder, ImagePatchOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        options ??= new ImagePatchOptions();
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Size, 1);
        if (options.Channels is not (1 or 3 or 4))
            throw new GanException($"Pictures cannot have {options.Channels} channels; choose 1, 3 or 4.");
        if (!ImageColor.TryParse(options.Background, out var background))
            throw new GanException(
                $"The background '{options.Background}' is no colour that is known; it must be {ImageColor.Spellings}."
            );
        if (File.Exists(folder))
            throw new GanException($"'{folder}' is a file; give the folder that it lies in.");
        if (!Directory.Exists(folder))
            throw new GanException($"The folder '{folder}' does not exist.");

        var listed = ImageFolderFiles.List(folder, cancellation);
        ImageFile[] files = [.. listed.Files.Where(f => f.LooksLikePicture()).Select(f => f.File)];
        var looks = new (int Width, int Height, string? Fault)[files.Length];
        Parallel.For(
            0,
            files.Length,
            new ParallelOptions { CancellationToken = cancellation },
            i =>
            {
                using var image = ImageDecoder.Decode(files[i].Path, out _, out var fault);
                looks[i] = (image?.Width ?? 0, image?.Height ?? 0, fault);
            }
        );
        List<string> skipped =
        [
            .. looks.Index().Where(l => l.Item.Fault is not null).Select(l => $"{files[l.Index].Path}: {l.Item.Fault}."),
        ];
        if (options.Strict && skipped.Count > 0)
            throw new GanException(
                $"A picture cannot be read: {skipped[0]} Mend or remove it, or read without strictness to skip it."
            );
        PatchedImage[] images =
        [
            .. looks
                .Index()
                .Where(l => l.Item.Fault is null)
                .Select(l => new PatchedImage(files[l.Index], l.Item.Width, l.Item.Height))
                .Where(i => i.Count(options.Size) > 0),
        ];
        var small = files.Length - skipped.Count - images.Length;
        if (images.Length == 0)
            throw new GanException(Nothing(folder, options.Size, small, skipped));
        return new ImageFolder(
            new Dataset(
                Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder))),
                [options.Channels, options.Size, options.Size],
                new ImagePatches(images, options, background),
                null,
                ByteSamples.Range,
                folder
            ),
            skipped
        )
        {
            Notes = [.. Notes(images, options.Size, small, listed)],
        };
    }

    private static IEnumerable<string> Notes(PatchedImage[] images, int size, int small, ImageFolderFiles listed)
    {
        yield return Text($"{images.Length} pictures give {images.Sum(i => i.Count(size))} patches of {size} x {size} pixels");
        if (small > 0)
            yield return Text($"{small} pictures are smaller than a patch and are left out");
        if (listed.Deeper > 0)
            yield return Text($"{listed.Deeper} pictures in deeper folders are not read");
    }

    private static string Nothing(string folder, int size, int small, List<string> skipped) =>
        small > 0
            ? Text(
                $"All {small} pictures of '{folder}' are smaller than a patch of {size} x {size} pixels; take smaller patches."
            )
            : $"The folder '{folder}' holds no picture that can be read; {ImageFolderDataset.Formats} are read."
                + (skipped.Count > 0 ? $" The first: {skipped[0]}" : "");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

/// <summary>How pictures are cut into patches.</summary>
public sealed record ImagePatchOptions
{
    /// <summary>Height and width of a patch in pixels; at least 1. Default 64.</summary>
    public int Size { get; init; } = 64;

    /// <summary>1 for grey, 3 for RGB, 4 for RGBA. Default 3.</summary>
    public int Channels { get; init; } = 3;

    /// <summary>What transparent pixels lie on where there are 1 or 3 channels: <c>white</c>, <c>black</c> or <c>#rrggbb</c>.
    /// Default <c>white</c>.</summary>
    public string Background { get; init; } = "white";

    /// <summary>Whether a file that cannot be read ends the reading; otherwise it is skipped and named. Default false.</summary>
    public bool Strict { get; init; }
}
