namespace Microsoft.ML.Data;

/// <summary>A column that a transformer computes row by row.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its type.</param>
/// <param name="Inputs">The input columns that it is computed from.</param>
/// <param name="MakeGetter">Makes its getter over an input row in which those are active.</param>
/// <param name="Annotations">Its annotations.</param>
internal sealed record AddedColumn(
    string Name,
    DataViewType Type,
    DataViewSchema.Column[] Inputs,
    Func<RowScope, Delegate> MakeGetter,
    DataViewSchema.Annotations? Annotations = null);
