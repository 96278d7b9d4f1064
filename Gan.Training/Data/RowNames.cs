namespace Gan.Training.Data;

/// <summary>What a data set's rows are called, for outputs that name them.</summary>
/// <param name="Column">What the names are: the heading of their column, such as <c>file</c>.</param>
/// <param name="Values">A name for each row, in order.</param>
public sealed record RowNames(string Column, IReadOnlyList<string> Values);
