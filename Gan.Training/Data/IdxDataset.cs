using System.Buffers.Binary;
using Gan.Onnx;

namespace Gan.Training.Data;

/// <summary>Reads pictures and labels in the IDX format of MNIST and Fashion-MNIST.</summary>
internal static class IdxDataset
{
    private static readonly string[] Endings = ["", ".gz"];

    /// <summary>What <see cref="Dataset.FromIdx"/> gives.</summary>
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
        int[] shape = picture.Length == 2 ? [1, .. picture] : picture;
        return new Dataset(
            name ?? Path.GetFileName(imagesPath),
            shape,
            new ByteSamples(images.Content, shape.Aggregate(1, (size, side) => size * side), images.Start),
            labels,
            ByteSamples.Range,
            imagesPath,
            licence,
            labelNames
        );
    }

    /// <summary>What <see cref="Dataset.FromIdxFolder"/> gives.</summary>
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

/// <summary>The IDX format of MNIST: a header of big-endian sizes, then the values.</summary>
/// <param name="Path">Where it is.</param>
/// <param name="Dimensions">Its dimensions, each at least 1.</param>
/// <param name="Content">The whole file, unpacked.</param>
/// <param name="Start">Where in it the values begin.</param>
/// <param name="BytesPerValue">1, 2 or 4.</param>
internal sealed record IdxFile(string Path, int[] Dimensions, byte[] Content, int Start, int BytesPerValue)
{
    private const byte UnsignedByte = 0x08;
    private const byte Int16 = 0x0B;
    private const byte Int32 = 0x0C;

    /// <summary>Whether a file begins as an IDX file does; no text does.</summary>
    public static bool IsIdx(string path)
    {
        using var file = PackedFile.Open(path);
        using var stream = PackedFile.Unpack(file);
        Span<byte> start = stackalloc byte[4];
        try
        {
            return stream.ReadAtLeast(start, 4, throwOnEndOfStream: false) == 4
                && start is [0, 0, >= UnsignedByte and <= 0x0E, >= 1];
        }
        catch (InvalidDataException)
        {
            return false;
        }
    }

    /// <summary>Reads a file whose values are unsigned bytes, or integers of 16 or 32 bits.</summary>
    /// <exception cref="GanException">It is missing, damaged, no IDX file, or its length is not what its header says.</exception>
    public static IdxFile Read(string path)
    {
        var content = PackedFile.ReadAll(path);
        if (content.Length < 4 || content is not [0, 0, _, >= 1, ..])
            throw new GanException(
                $"The data file '{path}' is no IDX file: it must begin with two zero bytes, a type and the number of dimensions."
            );
        var width = content[2] switch
        {
            UnsignedByte => 1,
            Int16 => 2,
            Int32 => 4,
            var other => throw new GanException(
                $"The IDX file '{path}' holds values of type 0x{other:X2}; unsigned bytes (0x08) and integers (0x0B, 0x0C) "
                    + $"can be read."
            ),
        };
        var header = 4 + 4 * content[3];
        if (content.Length < header)
            throw new GanException($"The IDX file '{path}' ends within its header of {header} bytes. Fetch it again.");
        var dimensions = new int[content[3]];
        var expected = (Int128)width;
        for (var i = 0; i < dimensions.Length; i++)
        {
            var size = BinaryPrimitives.ReadUInt32BigEndian(content.AsSpan(4 + 4 * i));
            if (size is 0 or > int.MaxValue)
                throw new GanException($"The IDX file '{path}' says that dimension {i + 1} is {size} long.");
            dimensions[i] = (int)size;
            // No file is as long as this, and sixty dimensions of the largest size would overflow.
            expected = Int128.Min(expected * size, (Int128)1 << 62);
        }

        if (content.Length - header != expected)
            throw new GanException(
                $"The IDX file '{path}' holds {content.Length - header} bytes of values; its header "
                    + $"({string.Join(" x ", dimensions)}) asks for {expected}. Fetch it again."
            );
        return new IdxFile(path, dimensions, content, header, width);
    }

    /// <summary>The value at a place, whatever its width.</summary>
    public int this[int index] =>
        BytesPerValue switch
        {
            1 => Content[Start + index],
            2 => BinaryPrimitives.ReadInt16BigEndian(Content.AsSpan(Start + 2 * index)),
            _ => BinaryPrimitives.ReadInt32BigEndian(Content.AsSpan(Start + 4 * index)),
        };
}
