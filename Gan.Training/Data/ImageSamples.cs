using Gan.Onnx;
using Microsoft.ML.Data;

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
    private readonly ImageFolderOptions _options;
    private readonly Array?[] _kept;
    private readonly int _threads;
    private long _room;
    private volatile ImageResizing? _resizing;

    /// <param name="files">The files, each of which began as a picture does.</param>
    /// <param name="options">How they become samples.</param>
    /// <param name="keptBytes">The most bytes of samples that stay in memory.</param>
    /// <param name="threads">How many decode the pictures of one batch; a quarter of the processors when null, as the others
    /// train.</param>
    public ImageSamples(ImageFile[] files, ImageFolderOptions options, long keptBytes = KeptBytes, int? threads = null)
        : base(files.Length, checked(options.Channels * options.Height * options.Width))
    {
        (_files, _options, _room) = (files, options, keptBytes);
        _threads = threads ?? Math.Max(1, Environment.ProcessorCount / 4);
        _kept = new Array?[files.Length];
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
                Decode(_files[row].Path, sample);
                Keep(row, sample);
                break;
        }
    }

    public override void Read(ReadOnlySpan<int> rows, float[] samples)
    {
        if (_threads == 1)
        {
            base.Read(rows, samples);
            return;
        }

        var numbers = rows.ToArray();
        try
        {
            Parallel.For(
                0,
                numbers.Length,
                new ParallelOptions { MaxDegreeOfParallelism = _threads },
                i => Read(numbers[i], samples.AsSpan(i * Size, Size))
            );
        }
        catch (AggregateException e) when (e.InnerException is GanException broken)
        {
            throw new GanException(broken.Message, broken);
        }
    }

    public override string Reading => (_options with { Strict = false }).ToString();

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

    private void Decode(string path, Span<float> sample)
    {
        using var image = Open(path);
        var picture = new PixelGrid(image);
        // Most folders hold pictures of one size.
        var resizing = _resizing;
        if (resizing is null || !resizing.Suits(picture))
            _resizing = resizing = new ImageResizing(picture.Width, picture.Height, _options);
        resizing.ToSample(picture, sample);
    }

    private static MLImage Open(string path)
    {
        MLImage image;
        try
        {
            image = MLImage.CreateFromFile(path);
        }
        // ML.NET says "Invalid path" of whatever it cannot decode.
        catch (ArgumentException e)
        {
            throw new GanException(
                File.Exists(path)
                    ? $"The picture '{path}' is damaged: it begins as a picture does, and cannot be decoded. Mend or remove "
                        + "it and begin anew."
                    : $"The picture '{path}' is no longer there. Put it back and go on, or begin anew without it.",
                e
            );
        }

        if (image.BitsPerPixel == 32)
            return image;
        var bits = image.BitsPerPixel;
        image.Dispose();
        throw new GanException($"The picture '{path}' has {bits} bits a pixel, and 32 are read. Convert it and begin anew.");
    }

    private void Keep(int row, ReadOnlySpan<float> sample)
    {
        if (Volatile.Read(ref _room) < Size)
            return;
        var whole = IsWhole(sample);
        var bytes = (long)Size * (whole ? 1 : sizeof(float));
        if (Interlocked.Add(ref _room, -bytes) < 0)
        {
            Interlocked.Add(ref _room, bytes);
            return;
        }

        Volatile.Write(ref _kept[row], whole ? ToBytes(sample) : sample.ToArray());
    }

    private static bool IsWhole(ReadOnlySpan<float> sample)
    {
        foreach (var value in sample)
        {
            if (value != (byte)value)
                return false;
        }

        return true;
    }

    private static byte[] ToBytes(ReadOnlySpan<float> sample)
    {
        var bytes = new byte[sample.Length];
        for (var i = 0; i < bytes.Length; i++)
            bytes[i] = (byte)sample[i];
        return bytes;
    }
}

/// <summary>A picture's place: many share their folder's name, so that a path is only put together when it is needed.</summary>
internal readonly record struct ImageFile(string Folder, string Name)
{
    public string Path => System.IO.Path.Combine(Folder, Name);
}
