using Gan.MLNet.Batching;
using Gan.Onnx.Bundles;
using Gan.Onnx.Inference;
using Microsoft.ML;

namespace Gan.MLNet.Generation;

/// <summary>Turns seeds into samples.</summary>
internal sealed class GeneratorRowScorer : RowScorer
{
    private readonly GeneratorSession _session;
    private readonly LatentDistribution _distribution;
    private readonly Func<(ulong Seed, long Row)> _key;
    private readonly (ulong Seed, long Row)[] _keys;
    private readonly float[] _latents, _samples;

    public GeneratorRowScorer(
        GeneratorSession session, LatentDistribution distribution, ulong seed, DataViewRow row, DataViewSchema.Column? seedColumn,
        int capacity)
    {
        _session = session;
        _distribution = distribution;
        _keys = new (ulong, long)[capacity];
        _latents = new float[capacity * session.LatentSize];
        _samples = new float[capacity * session.SampleSize];
        if (seedColumn is { } column)
        {
            Func<ulong> read = SeedReader(row, column);
            _key = () => (read(), 0);
        }
        else
        {
            // A row that is in no sequence has position -1 in some sources; it counts as the first.
            _key = () => (seed, Math.Max(0, row.Position));
        }
    }

    public override bool Read(int slot)
    {
        (ulong Seed, long Row) key = _key();
        bool changed = _keys[slot] != key;
        _keys[slot] = key;
        return changed;
    }

    public override void Score(int count)
    {
        int size = _session.LatentSize;
        for (int i = 0; i < count; i++)
            LatentSampler.Fill(_distribution, _keys[i].Seed, _keys[i].Row, _latents.AsSpan(i * size, size));
        _session.Generate(_latents.AsSpan(0, count * size), _samples.AsSpan(0, count * _session.SampleSize));
    }

    /// <summary>Every seed can be computed.</summary>
    public override void CheckRow(int slot)
    {
    }

    public override Delegate MakeGetter(int output, Func<int> slot) => VectorOutput.Getter(_samples, _session.SampleSize, slot);

    // A negative seed keeps its 64-bit two's complement, so -1 is the same seed as an Int32 and as an Int64.
    private static Func<ulong> SeedReader(DataViewRow row, DataViewSchema.Column column) => column.Type.RawType switch
    {
        Type t when t == typeof(ulong) => Reader<ulong>(row, column, value => value),
        Type t when t == typeof(long) => Reader<long>(row, column, value => unchecked((ulong)value)),
        Type t when t == typeof(uint) => Reader<uint>(row, column, value => value),
        _ => Reader<int>(row, column, value => unchecked((ulong)value)),
    };

    private static Func<ulong> Reader<T>(DataViewRow row, DataViewSchema.Column column, Func<T, ulong> convert)
    {
        ValueGetter<T> getter = row.GetGetter<T>(column);
        T value = default!;
        return () =>
        {
            getter(ref value);
            return convert(value);
        };
    }
}
