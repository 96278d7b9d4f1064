using Gan.Onnx;
using Gan.Training.Tables;
using Gan.Training.Tables.Reading;

namespace Gan.Training.Data;

/// <summary>Columns of a table as texts, such as paths and captions.</summary>
internal static class TextColumns
{
    /// <summary>Reads columns, each cell as it is written.</summary>
    /// <param name="table">A file that <see cref="Table.FromFile"/> reads.</param>
    /// <param name="names">The columns.</param>
    /// <returns>For each column its cells.</returns>
    /// <exception cref="GanException">The table cannot be read, lacks a column, or has an empty cell in one.</exception>
    public static string[][] Read(string table, params IReadOnlyList<string> names) =>
        TableReader.Reading(
            table,
            new TableOptions(),
            (file, options) =>
            {
                TableReader.RequireColumns(file, table, options with { IgnoredColumns = [.. names] });
                var columns = file
                    .Names.Select(name =>
                        names.Contains(name) ? new ColumnReader(name, true, true, false, options, file.ExpectedRows) : null
                    )
                    .ToArray();
                file.Read(columns, null);
                return names.Select(name => Cells(columns.Single(c => c?.Name == name)!, table, name)).ToArray();
            }
        );

    private static string[] Cells(ColumnReader column, string table, string name) =>
        [
            .. column
                .Texts()
                .Select(
                    (text, row) =>
                        string.IsNullOrWhiteSpace(text)
                            ? throw new GanException(
                                $"The table '{table}' has nothing in row {row + 1} of the column '{name}'. Fill the cell or "
                                    + $"remove "
                                    + "the row."
                            )
                            : text
                ),
        ];
}
