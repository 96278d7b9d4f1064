using System.Globalization;
using Gan.Onnx;

namespace Gan.Cli.Commands;

/// <summary>The first columns of every output with a line for each row of a data set: its number from 0 and, where rows have
/// names, its name.</summary>
internal static class RowCells
{
    /// <summary>The columns' names, these ones first.</summary>
    /// <param name="names">What the rows' names are; null where they have none.</param>
    /// <param name="others">The other columns.</param>
    /// <exception cref="GanException">The rows' names are called as another column is.</exception>
    public static IReadOnlyList<string> Header(string? names, params IEnumerable<string> others)
    {
        string[] made = ["row", .. others];
        if (names is null)
            return made;
        if (made.Contains(names))
            throw new GanException(
                $"The option --key is '{names}', and the output has a column of that name already: rename it in the file, or "
                    + "name the rows by another column."
            );
        return [made[0], names, .. made[1..]];
    }

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
