using Gan.Onnx;

namespace Gan.Training.Data;

/// <summary>Reads pictures and labels in the IDX format of MNIST and Fashion-MNIST, gzip or not.</summary>
/// <remarks>Y. LeCun, C. Cortes, C. Burges, "The MNIST database of handwritten digits", 1998, which describes the
/// format.</remarks>
public static class IdxDataset
{
    private static readonly string[] Endings = ["", ".gz"];

    /// <summary>Reads pictures of unsigned bytes: N x height x width gives the shape [1, height, width], N x channels x height x
    /// width gives
    /// [channels, height, width]; values 0 to 255.</summary>
    /// <param name="imagesPath">The pictures.</param>
    /// <param name="labelsPath">One label per picture, unsigned bytes or integers of 16 or 32 bits; or null.</param>
    /// <param name="name">What to call the data; the file's name when null.</param>
    /// <param name="labelNames">What each label stands for.</param>
    /// <param name="licence">Under which licence they are used, for provenance.</param>
    /// <exception cref="GanException">A file is missing or damaged, is not of this form, or the two do not fit
    /// together.</exception>
    public static Dataset Read(
        string imagesPath,
        string? labelsPath = null,
        string? name = null,
        IReadOnlyList<string>? labelNames = null,
        string? licence = null
    )
    {
        var images = IdxFile.Read(imagesPath);
        if (images is not { BytesPerValue: 1, Dimensions: [var count, .. { Length: 2 or 3 } picture] })
            throw new GanException(
                $"The IDX file '{imagesPath}' holds {string.Join(" x ", images.Dimensions)} values of {images.BytesPerValue} "
                    + $"bytes; pictures are "
                    + "N x height x width or N x channels x height x width unsigned bytes. Is it the file of labels?"
            );
        var labels = labelsPath is null ? null : ReadLabels(labelsPath, count, imagesPath);
        var samples = ByteSamples.Allocate(imagesPath, 1, images.Values.Length);
        ByteSamples.Convert(images.Values, samples);
        int[] shape = picture.Length == 2 ? [1, .. picture] : picture;
        return new Dataset(
            name ?? Path.GetFileName(imagesPath),
            shape,
            samples,
            labels,
            ByteSamples.Range,
            imagesPath,
            licence,
            labelNames
        );
    }

    /// <summary>Reads from a folder with the files of MNIST: <c>train-images-idx3-ubyte</c>, <c>train-labels-idx1-ubyte</c> and
    /// the same with
    /// <c>t10k</c>, each with <c>.gz</c> or without.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="test">Whether to read the <c>t10k</c> files instead of the <c>train</c> files.</param>
    /// <param name="name">What to call the data; the folder's name when null.</param>
    /// <param name="labelNames">What each label stands for.</param>
    /// <param name="licence">Under which licence they are used, for provenance.</param>
    /// <exception cref="GanException">A file is missing or damaged.</exception>
    public static Dataset ReadFolder(
        string folder,
        bool test = false,
        string? name = null,
        IReadOnlyList<string>? labelNames = null,
        string? licence = null
    )
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        var part = test ? "t10k" : "train";
        var images = Find(folder, $"{part}-images-idx3-ubyte");
        var labels = Find(folder, $"{part}-labels-idx1-ubyte");
        if (images is null || labels is null)
            throw new GanException(
                $"The folder '{folder}' does not hold both '{part}-images-idx3-ubyte' and '{part}-labels-idx1-ubyte' (or .gz)."
            );
        return Read(
            images,
            labels,
            name ?? Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder))),
            labelNames,
            licence
        );
    }

    /// <summary>Whether a file is in the IDX format, by its first bytes.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="GanException">It does not exist or cannot be opened.</exception>
    public static bool IsIdx(string path) => IdxFile.IsIdx(path);

    /// <summary>Whether a folder holds MNIST's training pictures.</summary>
    /// <param name="folder">The folder.</param>
    public static bool IsIdxFolder(string folder) => Find(folder, "train-images-idx3-ubyte") is not null;

    private static int[] ReadLabels(string path, int count, string imagesPath)
    {
        var file = IdxFile.Read(path);
        if (file.Dimensions is not [var labels])
            throw new GanException(
                $"The IDX file '{path}' has {file.Dimensions.Length} dimensions; labels have one. Is it the file of pictures?"
            );
        if (labels != count)
            throw new GanException($"The IDX file '{path}' holds {labels} labels; '{imagesPath}' holds {count} pictures.");
        return [.. Enumerable.Range(0, count).Select(i => file[i])];
    }

    private static string? Find(string folder, string name) =>
        Endings.Select(ending => Path.Combine(folder, name + ending)).FirstOrDefault(File.Exists);
}
