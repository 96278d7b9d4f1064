using Gan.MLNet.Batching;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Gan.MLNet.Augmentation;

/// <summary>Rows that are made up, each the same whenever it is asked for. Used by any number of cursors at once.</summary>
internal abstract class SyntheticRows : IDisposable
{
    /// <summary>How many there are.</summary>
    public abstract int Count { get; }

    /// <summary>How many are best computed at once.</summary>
    public abstract int Window { get; }

    /// <summary>How many numbers a row is computed as.</summary>
    public abstract int Width { get; }

    /// <summary>Computes some rows, in any order.</summary>
    /// <param name="rows">Their numbers, from 0.</param>
    /// <param name="values">Where they go, one row after the other, <see cref="Width"/> numbers each.</param>
    public abstract void Fill(ReadOnlySpan<int> rows, Span<float> values);

    /// <summary>Makes a <see cref="ValueGetter{TValue}"/> of a column.</summary>
    /// <param name="column">A column of the view that the rows are put beside.</param>
    /// <param name="window">What <see cref="Fill"/> computed.</param>
    /// <param name="slot">The current row's place in the window, after seeing to it that it is computed.</param>
    /// <param name="row">The current row's number.</param>
    /// <returns>The getter; null for a column that these rows have no values of.</returns>
    public abstract Delegate? MakeGetter(DataViewSchema.Column column, float[] window, Func<int> slot, Func<int> row);

    public virtual void Dispose() { }
}

/// <summary>Rows of a vector of features and, where there is one, a label.</summary>
internal abstract class FeatureRows(DataViewSchema.Column features, ClassColumn? label) : SyntheticRows
{
    public override int Width { get; } = ((VectorDataViewType)features.Type).Size;

    /// <summary>The class of a row; null where it has none.</summary>
    protected abstract string? ClassOf(int row);

    public override Delegate? MakeGetter(DataViewSchema.Column column, float[] window, Func<int> slot, Func<int> row)
    {
        if (column.Index == features.Index)
            return VectorOutput.Getter(window, Width, slot);
        return column.Index == label?.Column.Index ? label.Writer(() => ClassOf(row())) : null;
    }
}
