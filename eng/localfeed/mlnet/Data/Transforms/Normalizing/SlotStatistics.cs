namespace Microsoft.ML.Data;

/// <summary>What a normalizer learns of a column, slot by slot. NaN does not count.</summary>
internal sealed class SlotStatistics
{
    private readonly double[] _minimum, _maximum, _mean, _squares;
    private readonly long[] _count;

    public SlotStatistics(int slots)
    {
        _minimum = new double[slots];
        _maximum = new double[slots];
        _mean = new double[slots];
        _squares = new double[slots];
        _count = new long[slots];
        Array.Fill(_minimum, double.PositiveInfinity);
        Array.Fill(_maximum, double.NegativeInfinity);
    }

    public void Add(int slot, double value)
    {
        if (!double.IsFinite(value))
            return;
        _minimum[slot] = Math.Min(_minimum[slot], value);
        _maximum[slot] = Math.Max(_maximum[slot], value);
        // Welford: sums of squares of large values would cancel.
        var difference = value - _mean[slot];
        _mean[slot] += difference / ++_count[slot];
        _squares[slot] += difference * (value - _mean[slot]);
    }

    public AffineMap MinMax(bool fixZero) => Affine(slot => fixZero
        ? (Inverse(Math.Max(Math.Abs(_minimum[slot]), Math.Abs(_maximum[slot]))), 0)
        : (Inverse(_maximum[slot] - _minimum[slot]), _minimum[slot]));

    public AffineMap MeanVariance(bool fixZero) => Affine(slot => fixZero
        ? (Inverse(Math.Sqrt(Variance(slot) + (_mean[slot] * _mean[slot]))), 0)
        : (Inverse(Math.Sqrt(Variance(slot))), _mean[slot]));

    public AffineMap Cdf() => Affine(slot => (Inverse(Math.Sqrt(Variance(slot))), _mean[slot])) with { IsCdf = true };

    private double Variance(int slot) => _squares[slot] / _count[slot];

    private AffineMap Affine(Func<int, (double Scale, double Offset)> fit)
    {
        var slots = new (double Scale, double Offset)[_count.Length];
        for (var i = 0; i < slots.Length; i++)
            slots[i] = _count[i] == 0 ? (0, 0) : fit(i);
        return new AffineMap([.. slots.Select(slot => slot.Scale)], [.. slots.Select(slot => slot.Offset)], false);
    }

    // A slot that never changes carries nothing, so it becomes 0.
    private static double Inverse(double range) => range > 0 ? 1 / range : 0;
}
