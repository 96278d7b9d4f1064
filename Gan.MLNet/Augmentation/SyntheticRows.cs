namespace Gan.MLNet.Augmentation;

/// <summary>Rows that are made up, each the same whenever it is asked for. Used by any number of cursors at once.</summary>
internal abstract class SyntheticRows : IDisposable
{
    /// <summary>How many there are.</summary>
    public abstract int Count { get; }

    /// <summary>How many are best computed at once.</summary>
    public abstract int Window { get; }

    /// <summary>The class of a row; null where it has none.</summary>
    public abstract string? ClassOf(int row);

    /// <summary>Computes the features of some rows, in any order.</summary>
    /// <param name="rows">Their numbers, from 0.</param>
    /// <param name="features">Where they go, one row after the other.</param>
    public abstract void Fill(ReadOnlySpan<int> rows, Span<float> features);

    public virtual void Dispose()
    {
    }
}
