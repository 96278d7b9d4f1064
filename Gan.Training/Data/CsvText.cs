namespace Gan.Training.Data;

/// <summary>The rows of a file of numbers as they stand there, for who writes them again.</summary>
/// <param name="Names">The columns' names.</param>
/// <param name="Header">The line with the names; null where the file has none.</param>
/// <param name="Rows">The text of each row.</param>
/// <param name="Separator">What stands between values.</param>
/// <param name="HasDecimalCommas">Whether decimals follow a comma.</param>
/// <param name="Layout">Which column is what.</param>
internal sealed record CsvText(
    IReadOnlyList<string> Names,
    string? Header,
    IReadOnlyList<string> Rows,
    char Separator,
    bool HasDecimalCommas,
    CsvLayout Layout
);
