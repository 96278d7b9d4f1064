using Gan.MLNet.Batching;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Gan.MLNet.Augmentation;

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
