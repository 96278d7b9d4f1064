namespace Gan.Training;

/// <summary>Row numbers in a new random order each epoch. The position is two numbers, so that a run resumes exactly where it
/// was.</summary>
/// <remarks>The order of an epoch depends on the seed and the epoch's number alone. An incomplete last batch is dropped, so that
/// batch statistics always come from full batches.</remarks>
internal sealed class ShuffledRows
{
    private readonly long[] _rows;
    private readonly int _batchSize;
    private readonly int _seed;

    public ShuffledRows(int count, int batchSize, int seed)
    {
        _rows = new long[count];
        _batchSize = batchSize;
        _seed = seed;
        Seek(0, 0);
    }

    /// <summary>The number of the current epoch, from 0.</summary>
    public int Epoch { get; private set; }

    /// <summary>Rows already taken in this epoch.</summary>
    public int Position { get; private set; }

    /// <summary>Goes to a place that <see cref="Epoch"/> and <see cref="Position"/> named.</summary>
    public void Seek(int epoch, int position)
    {
        for (var i = 0; i < _rows.Length; i++)
            _rows[i] = i;
        new Random(HashOf(_seed, epoch)).Shuffle(_rows);
        (Epoch, Position) = (epoch, position);
    }

    /// <summary>The next batch; valid until the next call.</summary>
    public ReadOnlySpan<long> Next()
    {
        if (Position + _batchSize > _rows.Length)
            Seek(Epoch + 1, 0);
        var batch = _rows.AsSpan(Position, _batchSize);
        Position += _batchSize;
        return batch;
    }

    /// <summary>Knuth's multiplicative hash; <see cref="HashCode"/> differs from process to process.</summary>
    private static int HashOf(int seed, int epoch) => unchecked((seed * (int)2654435761u) ^ (epoch * 40503));
}
