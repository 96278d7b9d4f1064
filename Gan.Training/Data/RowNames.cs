namespace Gan.Training.Data;

/// <summary>What the rows of a data set are called.</summary>
/// <param name="Column">What the names are: <c>file</c> for pictures of a folder, the name of the key column for a table's
/// rows.</param>
/// <param name="Values">A name for each row.</param>
public sealed record RowNames(string Column, IReadOnlyList<string> Values);
