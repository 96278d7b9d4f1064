using System.Runtime.InteropServices;
using Gan.MLNet.Images;
using Gan.Onnx;

namespace Gan.Training.Data;

/// <summary>Square pieces of picture files of any size, decoded as they are asked for.</summary>
/// <remarks>The first pictures that are decoded stay in memory, a byte a value, up to <see cref="ImageSamples.KeptBytes"/>; of
/// others, a picture is decoded for each piece of it.</remarks>
internal sealed class ImagePatches : SampleSource
{
    private readonly PatchedImage[] _images;
    private readonly int[] _firstRows;
    private readonly ImagePatchOptions _options;
    private readonly ImageColor _background;
    private readonly byte[]?[] _kept;
    private readonly int _threads = Math.Max(1, Environment.ProcessorCount / 4);
    private long _room;

    /// <param name="images">The pictures, none of them smaller than a patch.</param>
    /// <param name="options">How they become patches.</param>
    /// <param name="background">The options' background.</param>
    /// <param name="keptBytes">The most bytes of pictures that stay in memory.</param>
    public ImagePatches(
        PatchedImage[] images,
        ImagePatchOptions options,
        ImageColor background,
        long keptBytes = ImageSamples.KeptBytes
    )
        : base(images.Sum(i => i.Count(options.Size)), checked(options.Channels * options.Size * options.Size))
    {
        (_images, _options, _room) = (images, options, keptBytes);
        _background = background;
        _firstRows = new int[images.Length];
        for (var i = 1; i < images.Length; i++)
            _firstRows[i] = _firstRows[i - 1] + images[i - 1].Count(options.Size);
        _kept = new byte[images.Length][];
        Reading = $"patches of {(options with { Strict = false }).ToString()}";
    }

    public override bool IsInMemory => false;

    public override string Reading { get; }

    /// <exception cref="GanException">The file cannot be decoded, or has another size by now.</exception>
    public override void Read(int row, Span<float> sample)
    {
        var (image, x, y) = Place(row);
        var (width, size) = (_images[image].Width, _options.Size);
        var pixels = Pixels(image);
        for (var c = 0; c < _options.Channels; c++)
        {
            for (var line = 0; line < size; line++)
            {
                var from = (c * _images[image].Height + y + line) * width + x;
                ByteSamples.Convert(pixels.AsSpan(from, size), sample.Slice((c * size + line) * size, size));
            }
        }
    }

    public override void Read(ReadOnlySpan<int> rows, float[] samples) => Read(rows, samples, _threads);

    /// <summary>Adds the bytes of the files, and where in them the patches lie.</summary>
    /// <exception cref="GanException">A file cannot be read.</exception>
    public override void AddTo(ContentHash hash, ReadOnlySpan<int> rows)
    {
        var files = new Dictionary<int, UInt128>();
        foreach (var row in rows)
        {
            var (image, x, y) = Place(row);
            ref var known = ref CollectionsMarshal.GetValueRefOrAddDefault(files, image, out var exists);
            if (!exists)
                known = HashOf(_images[image].File.Path);
            hash.Add<UInt128>([known]);
            hash.Add<int>([x, y]);
        }
    }

    /// <summary>The picture of a row, and where in it the patch's left upper corner lies.</summary>
    internal (int Image, int X, int Y) Place(int row)
    {
        var found = Array.BinarySearch(_firstRows, row);
        var image = found >= 0 ? found : ~found - 1;
        var (columns, lines) = (_images[image].Width / _options.Size, _images[image].Height / _options.Size);
        var piece = row - _firstRows[image];
        return (
            image,
            Start(piece % columns, columns, _images[image].Width),
            Start(piece / columns, lines, _images[image].Height)
        );
    }

    /// <summary>Where a piece begins: all of them are spread evenly, from one border to the other; a single one lies in the
    /// middle.</summary>
    private int Start(int piece, int pieces, int length) =>
        pieces == 1 ? (length - _options.Size) / 2 : (int)((long)piece * (length - _options.Size) / (pieces - 1));

    private byte[] Pixels(int image)
    {
        if (Volatile.Read(ref _kept[image]) is { } kept)
            return kept;
        var pixels = Decode(_images[image]);
        if (Interlocked.Add(ref _room, -pixels.Length) >= 0)
            Volatile.Write(ref _kept[image], pixels);
        else
            Interlocked.Add(ref _room, pixels.Length);
        return pixels;
    }

    private byte[] Decode(PatchedImage expected)
    {
        var path = expected.File.Path;
        var image = WholeImage.Read(path, _options.Channels, _background, out var fault);
        if (image is null)
            throw new GanException(
                File.Exists(path)
                    ? $"The picture '{path}' has changed and cannot be read any more: {fault}. Mend or remove it and begin anew."
                    : $"The picture '{path}' is no longer there. Put it back and go on, or begin anew without it."
            );
        if (image.Width != expected.Width || image.Height != expected.Height)
            throw new GanException(
                $"The picture '{path}' has changed: it is {image.Width} x {image.Height} pixels, and was {expected.Width} x "
                    + $"{expected.Height}. Put the old one back, or begin anew."
            );
        return image.Values;
    }

    private static UInt128 HashOf(string path)
    {
        try
        {
            return ContentHash.OfFile(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new GanException($"A picture cannot be read: {e.Message} Put it back, or begin anew without it.", e);
        }
    }
}

/// <summary>A picture that is cut into patches.</summary>
/// <param name="File">Where it is.</param>
/// <param name="Width">Its width in pixels, as it is seen.</param>
/// <param name="Height">Its height in pixels.</param>
internal readonly record struct PatchedImage(ImageFile File, int Width, int Height)
{
    /// <summary>How many patches of a size it holds, side by side.</summary>
    public int Count(int size) => Width / size * (Height / size);
}
