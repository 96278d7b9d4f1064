using Gan.Onnx;
using Microsoft.ML.Data;

namespace Gan.Training.Data;

/// <summary>Reads a folder of ordinary pictures, of any size and mode, with or without a folder for each class, through ML.NET's
/// <see cref="MLImage"/>.</summary>
public static class ImageFolderDataset
{
    private static readonly string[] Endings = [".png", ".jpg", ".jpeg", ".bmp", ".gif", ".webp"];

    /// <summary>Whether a folder, or a folder directly in it, holds pictures.</summary>
    /// <param name="folder">The folder.</param>
    public static bool IsImageFolder(string folder) =>
        Directory.Exists(folder)
        && (Pictures(folder).Any() || Directory.EnumerateDirectories(folder).Any(d => Pictures(d).Any()));

    /// <summary>Reads every picture, in the ordinal order of paths.</summary>
    /// <param name="folder">Holds pictures, or a folder of pictures for each class.</param>
    /// <param name="options">Size, channels and policy; defaults when null.</param>
    /// <exception cref="GanException">The folder does not exist or holds no picture that can be read, or one cannot be read and
    /// <see cref="ImageFolderOptions.Strict"/> is set.</exception>
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
        var files = Pictures(folder)
            .Select(file => (File: file, Label: -1))
            .Concat(classes.SelectMany((name, label) => Pictures(name).Select(file => (File: file, Label: label))));
        var (samples, labels, skipped) = (new List<float[]>(), new List<int>(), new List<string>());
        foreach (var (file, label) in files)
        {
            try
            {
                samples.Add(ReadPicture(file, options));
                labels.Add(label);
            }
            // Decoders throw what they please at bytes that are no picture.
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                var reason = $"{file}: {e.Message.Split('\n')[0]}";
                if (options.Strict)
                    throw new GanException($"The picture {reason} Mend or remove it, or read without strictness to skip it.", e);
                skipped.Add(reason);
            }
        }

        if (samples.Count == 0)
            throw new GanException(
                $"The folder '{folder}' holds no picture that can be read ({skipped.Count} files skipped); "
                    + $"{string.Join(", ", Endings)} are read."
            );
        return new ImageFolder(Collect(folder, options, samples, classes.Length == 0 ? null : [.. labels], classes), skipped);
    }

    private static Dataset Collect(
        string folder,
        ImageFolderOptions options,
        List<float[]> samples,
        int[]? labels,
        string[] classes
    )
    {
        var size = options.Channels * options.Height * options.Width;
        var values = ByteSamples.Allocate(folder, samples.Count, size);
        for (var i = 0; i < samples.Count; i++)
            samples[i].CopyTo(values, i * size);
        var name = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)));
        return new Dataset(
            name,
            [options.Channels, options.Height, options.Width],
            values,
            labels,
            ByteSamples.Range,
            folder,
            labelNames: classes.Length == 0 ? null : [.. classes.Select(c => Path.GetFileName(c))]
        );
    }

    private static IEnumerable<string> Pictures(string folder) =>
        Directory
            .EnumerateFiles(folder)
            .Where(f => Endings.Contains(Path.GetExtension(f).ToLowerInvariant()))
            .Order(StringComparer.Ordinal);

    private static float[] ReadPicture(string file, ImageFolderOptions options)
    {
        using var image = MLImage.CreateFromFile(file);
        return PictureResizing.ToSample(new PixelGrid(image), options);
    }
}
