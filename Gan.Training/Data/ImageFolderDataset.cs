using Gan.Onnx;
using SkiaSharp;

namespace Gan.Training.Data;

/// <summary>Reads a folder of ordinary pictures, of any size and mode, with or without a folder for each class, through ML.NET's
/// <see cref="Microsoft.ML.Data.MLImage"/>.</summary>
/// <remarks>Opening a folder looks at each file's header. The pictures themselves are decoded when they are asked for, so a
/// folder may be larger than memory; up to 128 MiB of samples stay.</remarks>
public static class ImageFolderDataset
{
    private static readonly string[] Endings = [".png", ".jpg", ".jpeg", ".bmp", ".gif", ".webp"];

    /// <summary>Whether a folder, or a folder directly in it, holds pictures.</summary>
    /// <param name="folder">The folder.</param>
    public static bool IsImageFolder(string folder) =>
        Directory.Exists(folder)
        && (Pictures(folder).Any() || Directory.EnumerateDirectories(folder).Any(d => Pictures(d).Any()));

    /// <summary>Opens every picture, in the ordinal order of paths.</summary>
    /// <param name="folder">Holds pictures, or a folder of pictures for each class.</param>
    /// <param name="options">Size, channels and policy; defaults when null.</param>
    /// <exception cref="GanException">The folder does not exist or holds no picture that can be read, or one cannot be read and
    /// <see cref="ImageFolderOptions.Strict"/> is set. A file whose header is right and whose pixels are not is only met when its
    /// sample is read, by an exception that names it.</exception>
    public static ImageFolder Read(string folder, ImageFolderOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        options ??= new ImageFolderOptions();
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Height, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Width, 1);
        if (options.Channels is not (1 or 3 or 4))
            throw new GanException($"Pictures cannot have {options.Channels} channels; choose 1, 3 or 4.");
        if (!Directory.Exists(folder))
            throw new GanException($"The folder '{folder}' does not exist.");

        string[] classes =
        [
            .. Directory.EnumerateDirectories(folder).Where(d => Pictures(d).Any()).Order(StringComparer.Ordinal),
        ];
        var found = Pictures(folder)
            .Order(StringComparer.Ordinal)
            .Select(name => (File: new ImageFile(folder, name), Label: -1))
            .Concat(
                classes.SelectMany(
                    (path, label) =>
                        Pictures(path)
                            .Order(StringComparer.Ordinal)
                            .Select(name => (File: new ImageFile(path, name), Label: label))
                )
            );
        var (files, labels, skipped) = (new List<ImageFile>(), new List<int>(), new List<string>());
        foreach (var (file, label) in found)
        {
            if (Fault(file.Path) is not { } fault)
            {
                files.Add(file);
                labels.Add(label);
            }
            else if (options.Strict)
                throw new GanException($"The picture {fault} Mend or remove it, or read without strictness to skip it.");
            else
                skipped.Add(fault);
        }

        if (files.Count == 0)
            throw new GanException(
                $"The folder '{folder}' holds no picture that can be read ({skipped.Count} files skipped); "
                    + $"{string.Join(", ", Endings)} are read."
            );
        return new ImageFolder(
            new Dataset(
                Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder))),
                [options.Channels, options.Height, options.Width],
                new ImageSamples([.. files], options),
                classes.Length == 0 ? null : [.. labels],
                ByteSamples.Range,
                folder,
                labelNames: classes.Length == 0 ? null : [.. classes.Select(c => Path.GetFileName(c))]
            ),
            skipped
        );
    }

    private static IEnumerable<string> Pictures(string folder) =>
        Directory
            .EnumerateFiles(folder)
            .Where(f => Endings.Contains(Path.GetExtension(f).ToLowerInvariant()))
            .Select(f => Path.GetFileName(f));

    /// <summary>Why a file is no picture, by its header; null where it is one.</summary>
    private static string? Fault(string path)
    {
        using var codec = SKCodec.Create(path, out var result);
        return codec is null ? $"{path}: it is empty, damaged or of another format than its name says ({result})." : null;
    }
}

/// <summary>A folder of pictures as a data set, and what could not be read of it.</summary>
/// <param name="Data">The pictures: shape [channels, height, width], values 0 to 255; with class folders, labels by their
/// alphabetical order.</param>
/// <param name="Skipped">The files that were skipped, each with the reason.</param>
public sealed record ImageFolder(Dataset Data, IReadOnlyList<string> Skipped);

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

    /// <summary>Whether a file that cannot be read ends the reading; otherwise it is skipped and named. Default false.</summary>
    public bool Strict { get; init; }
}

/// <summary>How a picture of other proportions becomes a sample.</summary>
public enum ImageFitting
{
    /// <summary>Its middle is used, as much as has the sample's proportions.</summary>
    Crop,

    /// <summary>All of it is used, with its own proportions, in the middle of the sample; the rest stays 0: black, and
    /// transparent where there is an alpha channel.</summary>
    Fit,

    /// <summary>All of it is used, stretched to the sample's proportions.</summary>
    Stretch,
}
