using Gan.Onnx;

namespace Gan.MLNet.Batching;

/// <summary>
/// Computes the added columns for a window of rows. One cursor or one mapped row owns it; it is not thread-safe.
/// </summary>
internal abstract class RowScorer
{
    /// <summary>Reads what the current row gives to the computation into a slot of the window. A row that cannot be computed (a
    /// NaN, say) is remembered and does not hold up the others: <see cref="CheckRow"/> throws for it.</summary>
    /// <param name="slot">0 to capacity - 1.</param>
    /// <returns>False when the slot held the very same input before, so that what was computed for it still holds.</returns>
    public abstract bool Read(int slot);

    /// <summary>Computes the rows in the first <paramref name="count"/> slots in one run.</summary>
    public abstract void Score(int count);

    /// <summary>Throws when the row in this slot could not be computed.</summary>
    /// <exception cref="Onnx.GanException">The sentence that says why, with column and row.</exception>
    public abstract void CheckRow(int slot);

    /// <summary>Makes a <see cref="Microsoft.ML.ValueGetter{TValue}"/> of an added column.</summary>
    /// <param name="output">Which: an index into the transformer's added columns.</param>
    /// <param name="slot">Gives the slot of the row to answer for, after seeing to it that it is computed.</param>
    public abstract Delegate MakeGetter(int output, Func<int> slot);
}

/// <summary>Computes the added columns from samples, and from nothing else.</summary>
internal abstract class SampleRowScorer(SampleReader reader) : RowScorer
{
    /// <summary>What is said of a row, behind its place, for which the network gave NaN.</summary>
    public const string NoNumber =
        "the network gives no number for this row, so that nothing can be said of it. Look for values far outside of those that "
        + "it was trained on; where there are none, have the bundle made again by its author.";

    public override bool Read(int slot) => reader.Read(slot);

    public override void CheckRow(int slot) => reader.Check(slot);

    /// <summary>What the network gave for a row, which is no verdict unless it is a number: NaN is above no threshold, and its
    /// row would count as normal.</summary>
    /// <exception cref="GanException">It is NaN.</exception>
    protected float Number(float value, int slot) =>
        float.IsNaN(value) ? throw new GanException($"{reader.Place(slot)} {NoNumber}") : value;

    /// <summary>The samples in the first <paramref name="count"/> slots.</summary>
    protected ReadOnlySpan<float> Samples(int count) => reader.Samples(count);
}
