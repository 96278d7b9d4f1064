using Microsoft.ML;

namespace Gan.MLNet.Augmentation;

/// <summary>The columns of an augmented view: the source's own at their indices, then, where there is one, that which says which
/// rows are
/// synthetic.</summary>
internal sealed record AugmentedColumns(DataViewSchema Schema, DataViewSchema Source)
{
    /// <summary>The index of a column of the augmented schema.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is a column of another schema.</exception>
    public int Check(DataViewSchema.Column column) =>
        column.Index < Schema.Count && Schema[column.Index].Name == column.Name
            ? column.Index
            : throw new ArgumentOutOfRangeException(
                nameof(column),
                $"Column '{column.Name}' (index {column.Index}) is not a column of this schema."
            );
}
