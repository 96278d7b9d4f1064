namespace Gan.MLNet.Augmentation;

/// <summary>Deals out real and made-up rows in a random order: each of the rows that are left is as likely to come
/// next.</summary>
internal sealed class MixedOrder
{
    private readonly Random _random;
    private readonly int[] _synthetic;
    private long _real;
    private int _dealt;

    public MixedOrder(Random random, long real, int synthetic)
    {
        _random = random;
        _real = real;
        _synthetic = [.. Enumerable.Range(0, synthetic)];
        random.Shuffle(_synthetic);
    }

    /// <summary>The made-up rows in the order in which they come.</summary>
    public ReadOnlySpan<int> Synthetic => _synthetic;

    /// <summary>Whether the next row is a made-up one.</summary>
    public bool NextIsSynthetic()
    {
        int left = _synthetic.Length - _dealt;
        bool synthetic = left > 0 && _random.NextInt64(left + _real) < left;
        if (synthetic)
            _dealt++;
        else
            _real = Math.Max(0, _real - 1);
        return synthetic;
    }
}
