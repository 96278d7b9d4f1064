using System.Globalization;
using Gan.Training.Data;

namespace Gan.Cli.Commands;

/// <summary>The first columns of every output with a line for each row of a data set: its number from 0 and, where rows have
/// names, its name.</summary>
internal static class RowCells
{
    /// <summary>The columns' names, these ones first.</summary>
    public static IReadOnlyList<string> Header(RowNames? names, params IEnumerable<string> others) =>
        names is null ? ["row", .. others] : ["row", names.Column, .. others];

    /// <summary>The cells of a row, these ones first.</summary>
    public static IEnumerable<string> Of(RowNames? names, int row, params IEnumerable<string> others)
    {
        var number = row.ToString(CultureInfo.InvariantCulture);
        return names is null ? [number, .. others] : [number, names.Values[row], .. others];
    }
}
