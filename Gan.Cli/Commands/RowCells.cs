using System.Globalization;

namespace Gan.Cli.Commands;

/// <summary>The first columns of every output with a line for each row of a data set: its number from 0 and, where rows have
/// names, its name.</summary>
internal static class RowCells
{
    /// <summary>The columns' names, these ones first.</summary>
    /// <param name="names">What the rows' names are; null where they have none.</param>
    /// <param name="others">The other columns.</param>
    public static IEnumerable<string> Header(string? names, params IEnumerable<string> others) =>
        names is null ? ["row", .. others] : ["row", names, .. others];

    /// <summary>The cells of a row, these ones first.</summary>
    /// <param name="row">Its number.</param>
    /// <param name="name">Its name; null where rows have none.</param>
    /// <param name="others">The other cells.</param>
    public static IEnumerable<string> Of(int row, string? name, params IEnumerable<string> others)
    {
        var number = row.ToString(CultureInfo.InvariantCulture);
        return name is null ? [number, .. others] : [number, name, .. others];
    }
}
