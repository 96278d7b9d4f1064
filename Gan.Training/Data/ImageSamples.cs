using System.Numerics;
using System.Runtime.InteropServices;
using Gan.MLNet.Images;
using Gan.Onnx;

namespace Gan.Training.Data;

/// <summary>Samples that are decoded from picture files as they are asked for.</summary>
/// <remarks>The first that are read stay in memory, up to <see cref="KeptBytes"/>: batches come in random order, so no choice of
/// others would be asked for more often. A sample whose values are all whole numbers takes a byte each; one that was resized
/// takes four, because rounding it would change what networks see.</remarks>
internal sealed class ImageSamples : SampleSource
{
    /// <summary>The most bytes of samples that stay in memory: 128 MiB.</summary>
    public const long KeptBytes = 128L << 20;

    private readonly ImageFile[] _files;
    private readonly ImageSampler _sampler;
    private readonly ImageHalf _half;
    private readonly Array?[] _kept;
    private readonly int _threads;
    private long _room;

    /// <param name="files">The files.</param>
    /// <param name="options">How they become samples.</param>
    /// <param name="keptBytes">The most bytes of samples that stay in memory.</param>
    /// <param name="threads">How many decode the pictures of one batch; a quarter of the processors when null, as the others
    /// train.</param>
    public ImageSamples(ImageFile[] files, ImageFolderOptions options, long keptBytes = KeptBytes, int? threads = null)
        : base(files.Length, checked(options.Channels * options.Height * options.Width))
    {
        (_files, _room) = (files, keptBytes);
        (_sampler, _half) = (Sampler(options), options.Half);
        Reading = (options with { Strict = false }).ToString();
        _threads = threads ?? Math.Max(1, Environment.ProcessorCount / 4);
        _kept = new Array?[files.Length];
    }

    private ImageSamples(ImageSamples all, int[] rows)
        : base(rows.Length, all.Size)
    {
        (_sampler, _half, Reading, _threads, _room) = (all._sampler, all._half, all.Reading, all._threads, all._room);
        _files = [.. rows.Select(row => all._files[row])];
        _kept = [.. rows.Select(row => all._kept[row])];
    }

    public override bool IsInMemory => false;

    /// <exception cref="GanException">The file cannot be decoded.</exception>
    public override void Read(int row, Span<float> sample)
    {
        switch (Volatile.Read(ref _kept[row]))
        {
            case byte[] bytes:
                ByteSamples.Convert(bytes, sample);
                break;
            case float[] values:
                values.CopyTo(sample);
                break;
            default:
                Decode(row, sample);
                Keep(row, sample);
                break;
        }
    }

    public override void Read(ReadOnlySpan<int> rows, float[] samples) => Read(rows, samples, _threads);

    /// <summary>How they are read, of which strictness is no part.</summary>
    public override string Reading { get; }

    /// <summary>Adds the files' bytes, which are read in a fraction of the time that decoding takes.</summary>
    /// <exception cref="GanException">A file cannot be read.</exception>
    public override void AddTo(ContentHash hash, ReadOnlySpan<int> rows)
    {
        var files = Array.ConvertAll(rows.ToArray(), row => _files[row].Path);
        var hashes = new UInt128[files.Length];
        try
        {
            Parallel.For(0, files.Length, i => hashes[i] = ContentHash.OfFile(files[i]));
        }
        catch (AggregateException e) when (e.InnerException is IOException or UnauthorizedAccessException)
        {
            throw new GanException(
                $"A picture cannot be read: {e.InnerException.Message} Put it back, or begin anew without it.",
                e
            );
        }

        hash.Add<UInt128>(hashes);
    }

    /// <summary>Decodes one for the first time, and keeps it where there is room.</summary>
    /// <param name="row">Its number.</param>
    /// <param name="sample">Room to work in; as long as a sample.</param>
    /// <returns>What there is to say of it.</returns>
    public PictureLook Look(int row, float[] sample)
    {
        var keeps = HasRoom;
        if (TryDecode(row, keeps ? sample : [], out var traits, out var size) is { } fault)
            return new PictureLook { Fault = fault };
        if (keeps)
            Keep(row, sample);
        return new PictureLook
        {
            IsRead = true,
            Traits = traits,
            Size = size,
        };
    }

    /// <summary>Some of them with what is kept of those. These ones are not to be read any more.</summary>
    public ImageSamples Choose(int[] rows) => new(this, rows);

    /// <summary>What makes samples of pictures.</summary>
    /// <exception cref="GanException">The background is no colour that is known.</exception>
    public static ImageSampler Sampler(ImageFolderOptions options) =>
        ImageColor.TryParse(options.Background, out var background)
            ? new ImageSampler(options.Channels, options.Height, options.Width, options.Fitting, background, options.Range)
            {
                IsNearest = options.IsLabelMap,
            }
            : throw new GanException(
                $"The background '{options.Background}' is no colour that is known; it must be {ImageColor.Spellings}."
            );

    private void Decode(int row, Span<float> sample)
    {
        if (TryDecode(row, sample, out _, out _) is not { } fault)
            return;
        var path = _files[row].Path;
        throw new GanException(
            File.Exists(path)
                ? $"The picture '{path}' has changed and cannot be read any more: {fault}. Mend or remove it and begin anew."
                : $"The picture '{path}' is no longer there. Put it back and go on, or begin anew without it."
        );
    }

    private bool HasRoom => Volatile.Read(ref _room) >= Size;

    /// <summary>Decodes one; why it cannot be, else null.</summary>
    /// <param name="row">Its number.</param>
    /// <param name="sample">Where it goes; empty where it is decoded only to see whether it can be.</param>
    /// <param name="traits">What is worth saying of it.</param>
    /// <param name="size">How large it is.</param>
    private string? TryDecode(int row, Span<float> sample, out ImageTraits traits, out (int Width, int Height) size)
    {
        using var image = ImageDecoder.Decode(_files[row].Path, out traits, out var fault);
        size = (image?.Width ?? 0, image?.Height ?? 0);
        if (image is null)
            return fault;
        if (_half is not ImageHalf.Whole)
        {
            if (image.Width % 2 != 0)
                return $"it is {image.Width} pixels wide, an odd number, and so has no two halves";
            image.KeepHalf(_half is ImageHalf.Right);
        }

        if (!sample.IsEmpty)
            _sampler.ToSample(image, sample);
        return null;
    }

    private void Keep(int row, ReadOnlySpan<float> sample)
    {
        if (!HasRoom)
            return;
        var whole = ToBytes(sample);
        var bytes = (long)Size * (whole is null ? sizeof(float) : 1);
        if (Interlocked.Add(ref _room, -bytes) < 0)
        {
            Interlocked.Add(ref _room, bytes);
            return;
        }

        Volatile.Write(ref _kept[row], (Array?)whole ?? sample.ToArray());
    }

    /// <summary>The values as bytes; null where they are not all whole numbers from 0 to 255.</summary>
    private static byte[]? ToBytes(ReadOnlySpan<float> sample)
    {
        if (!AreBytes(sample))
            return null;
        var bytes = GC.AllocateUninitializedArray<byte>(sample.Length);
        var floats = MemoryMarshal.Cast<float, Vector<float>>(sample);
        var packed = MemoryMarshal.Cast<byte, Vector<sbyte>>(bytes.AsSpan());
        for (var i = 0; i < packed.Length; i++)
        {
            var four = floats.Slice(4 * i, 4);
            packed[i] = Vector.Narrow(
                Vector.Narrow(Vector.ConvertToInt32(four[0]), Vector.ConvertToInt32(four[1])),
                Vector.Narrow(Vector.ConvertToInt32(four[2]), Vector.ConvertToInt32(four[3]))
            );
        }

        for (var i = packed.Length * Vector<sbyte>.Count; i < bytes.Length; i++)
            bytes[i] = (byte)float.ConvertToIntegerNative<int>(sample[i]);
        return bytes;
    }

    private static bool AreBytes(ReadOnlySpan<float> sample)
    {
        var floats = MemoryMarshal.Cast<float, Vector<float>>(sample);
        foreach (var values in floats)
        {
            // Where a picture was resized, that is seen within a few values.
            var whole = Vector.ConvertToInt32(values);
            if (
                !Vector.EqualsAll(Vector.ConvertToSingle(whole), values)
                || Vector.GreaterThanAny(whole.As<int, uint>(), new Vector<uint>(byte.MaxValue))
            )
                return false;
        }

        foreach (var value in sample[(floats.Length * Vector<float>.Count)..])
        {
            var whole = float.ConvertToIntegerNative<int>(value);
            if (whole != value || (uint)whole > byte.MaxValue)
                return false;
        }

        return true;
    }
}

/// <summary>A picture's place: many share their folder's name, so that a path is only put together when it is needed.</summary>
internal readonly record struct ImageFile(string Folder, string Name)
{
    public string Path => System.IO.Path.Combine(Folder, Name);
}

/// <summary>What came of looking at a file of a folder of pictures.</summary>
internal readonly record struct PictureLook
{
    /// <summary>Whether it is a picture, and was decoded.</summary>
    public bool IsRead { get; init; }

    /// <summary>Whether it is no picture, neither by its name nor by its first bytes.</summary>
    public bool IsOther { get; init; }

    /// <summary>Why it cannot be read, as a clause; null where it can, or is no picture.</summary>
    public string? Fault { get; init; }

    /// <summary>What is worth saying of it.</summary>
    public ImageTraits Traits { get; init; }

    /// <summary>Its size in the file, as it is seen.</summary>
    public (int Width, int Height) Size { get; init; }
}
