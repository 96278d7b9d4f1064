namespace Gan.Training.Tables;

/// <summary>A table and how its rows were encoded.</summary>
/// <param name="Table">The table; row i of it is sample i of the data set.</param>
/// <param name="Encoding">How.</param>
public sealed record EncodedTable(Table Table, TableEncoding Encoding);
