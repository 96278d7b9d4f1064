using Gan.Onnx;
using Gan.Onnx.Bundles;

namespace Gan.Training.Data;

/// <summary>Where a data set's samples come from, row by row, in the data's own range.</summary>
/// <remarks>Safe to share between threads.</remarks>
/// <param name="count">How many samples there are.</param>
/// <param name="size">Numbers in one sample.</param>
internal abstract class SampleSource(int count, int size)
{
    /// <summary>How many samples there are.</summary>
    public int Count { get; } = count;

    /// <summary>Numbers in one sample.</summary>
    public int Size { get; } = size;

    /// <summary>Whether a sample is but copied when it is read; otherwise it is worth reading ahead.</summary>
    public virtual bool IsInMemory => true;

    /// <summary>Reads one sample.</summary>
    /// <param name="row">Its number, from 0.</param>
    /// <param name="sample">Where it goes; as long as <see cref="Size"/>.</param>
    public abstract void Read(int row, Span<float> sample);

    /// <summary>Reads several samples, one after the other.</summary>
    /// <param name="rows">Their numbers.</param>
    /// <param name="samples">Where they go; it begins with the first.</param>
    public virtual void Read(ReadOnlySpan<int> rows, float[] samples)
    {
        for (var i = 0; i < rows.Length; i++)
            Read(rows[i], samples.AsSpan(i * Size, Size));
    }

    /// <summary>Reads several samples on several threads, where reading one takes time.</summary>
    /// <exception cref="GanException">One of them cannot be read.</exception>
    protected void Read(ReadOnlySpan<int> rows, float[] samples, int threads)
    {
        var numbers = rows.ToArray();
        if (threads == 1)
        {
            for (var i = 0; i < numbers.Length; i++)
                Read(numbers[i], samples.AsSpan(i * Size, Size));
            return;
        }

        try
        {
            Parallel.For(
                0,
                numbers.Length,
                new ParallelOptions { MaxDegreeOfParallelism = threads },
                i => Read(numbers[i], samples.AsSpan(i * Size, Size))
            );
        }
        catch (AggregateException e) when (e.InnerException is GanException broken)
        {
            throw new GanException(broken.Message, broken);
        }
    }

    /// <summary>How the samples are made of what <see cref="AddTo"/> adds; null where they are just that.</summary>
    public virtual string? Reading => null;

    /// <summary>Adds what several samples are made of to a hash, one after the other: however they were chosen, the same samples
    /// of the same kind of source add the same.</summary>
    /// <param name="hash">The hash.</param>
    /// <param name="rows">Their numbers.</param>
    public abstract void AddTo(ContentHash hash, ReadOnlySpan<int> rows);

    /// <summary>Some of the samples, in the order given.</summary>
    /// <param name="rows">Row numbers; the array is kept.</param>
    public virtual SampleSource Select(int[] rows) => new SelectedSamples(this, rows);

    /// <summary>Room for samples in one array.</summary>
    /// <exception cref="GanException">They are more than one array holds.</exception>
    public static T[] Allocate<T>(long count, int size) =>
        count * size <= Array.MaxLength
            ? new T[count * size]
            : throw new GanException(
                $"{count} samples of {size} values are more than the {Array.MaxLength} values that one array holds: take fewer "
                    + "or smaller samples, or pictures in a folder, which are read as they are needed."
            );
}

/// <summary>Samples in memory, one after the other.</summary>
internal sealed class FloatSamples(float[] values, int size) : SampleSource(size < 1 ? 0 : values.Length / size, size)
{
    public float[] Values => values;

    public override void Read(int row, Span<float> sample) => values.AsSpan(row * Size, Size).CopyTo(sample);

    public override void AddTo(ContentHash hash, ReadOnlySpan<int> rows)
    {
        foreach (var row in rows)
            hash.Add<float>(values.AsSpan(row * Size, Size));
    }

    /// <summary>Copies, so that all samples still lie one after the other.</summary>
    public override SampleSource Select(int[] rows)
    {
        var chosen = Allocate<float>(rows.Length, Size);
        Read(rows, chosen);
        return new FloatSamples(chosen, Size);
    }
}

/// <summary>Samples of whole numbers from 0 to 255 in memory, a byte each.</summary>
/// <param name="values">The bytes; what a file holds besides may lie before and between samples.</param>
/// <param name="size">Numbers in one sample.</param>
/// <param name="start">Where the first sample begins.</param>
/// <param name="stride">How far the beginnings of two samples are apart; <paramref name="size"/> when null.</param>
internal sealed class ByteSamples(byte[] values, int size, int start = 0, int? stride = null)
    : SampleSource((values.Length - start - size) / (stride ?? size) + 1, size)
{
    private readonly int _stride = stride ?? size;

    /// <summary>0 to 255.</summary>
    public static ValueRange Range => new() { Minimum = 0, Maximum = 255 };

    public override void Read(int row, Span<float> sample) => Convert(Bytes(row), sample);

    public override void AddTo(ContentHash hash, ReadOnlySpan<int> rows)
    {
        foreach (var row in rows)
            hash.Add(Bytes(row));
    }

    private ReadOnlySpan<byte> Bytes(int row) => values.AsSpan(start + row * _stride, Size);

    /// <summary>Each byte as a number.</summary>
    public static void Convert(ReadOnlySpan<byte> bytes, Span<float> values)
    {
        for (var i = 0; i < bytes.Length; i++)
            values[i] = bytes[i];
    }
}

/// <summary>The samples of several sources, one source after the other.</summary>
internal sealed class JoinedSamples : SampleSource
{
    private readonly SampleSource[] _sources;
    private readonly int[] _ends;

    /// <param name="sources">In memory, of samples of one size; at least one.</param>
    public JoinedSamples(SampleSource[] sources)
        : base(sources.Sum(source => source.Count), sources[0].Size)
    {
        _sources = sources;
        _ends = new int[sources.Length];
        for (var i = 0; i < sources.Length; i++)
            _ends[i] = sources[i].Count + (i == 0 ? 0 : _ends[i - 1]);
    }

    public override void Read(int row, Span<float> sample)
    {
        var (source, own) = Find(row);
        source.Read(own, sample);
    }

    public override void AddTo(ContentHash hash, ReadOnlySpan<int> rows)
    {
        foreach (var row in rows)
        {
            var (source, own) = Find(row);
            source.AddTo(hash, [own]);
        }
    }

    private (SampleSource Source, int Row) Find(int row)
    {
        var source = 0;
        while (row >= _ends[source])
            source++;
        return (_sources[source], row - (source == 0 ? 0 : _ends[source - 1]));
    }
}

/// <summary>Some samples of another source, which they share.</summary>
internal sealed class SelectedSamples : SampleSource
{
    private readonly SampleSource _source;
    private readonly int[] _rows;

    public SelectedSamples(SampleSource source, int[] rows)
        : base(rows.Length, source.Size)
    {
        foreach (var row in rows)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(row, nameof(rows));
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(row, source.Count, nameof(rows));
        }

        (_source, _rows) = (source, rows);
    }

    public override bool IsInMemory => _source.IsInMemory;

    public override void Read(int row, Span<float> sample) => _source.Read(_rows[row], sample);

    public override void Read(ReadOnlySpan<int> rows, float[] samples) => _source.Read(Through(rows), samples);

    public override string? Reading => _source.Reading;

    public override void AddTo(ContentHash hash, ReadOnlySpan<int> rows) => _source.AddTo(hash, Through(rows));

    public override SampleSource Select(int[] rows) => new SelectedSamples(_source, Through(rows));

    private int[] Through(ReadOnlySpan<int> rows)
    {
        var through = new int[rows.Length];
        for (var i = 0; i < through.Length; i++)
            through[i] = _rows[rows[i]];
        return through;
    }
}
