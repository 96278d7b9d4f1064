using Gan.Onnx;
using Gan.Training.Tables;
using Gan.Training.Tables.Reading;

namespace Gan.Training.Data;

/// <summary>The files that a table of pairs names.</summary>
internal static class ImagePairTable
{
    /// <summary>Reads two columns of paths, which begin in the table's folder.</summary>
    /// <exception cref="GanException">The table cannot be read, lacks a column, or has an empty cell in one.</exception>
    public static (ImageFile[] Sources, ImageFile[] Targets) Read(string table, string sourceColumn, string targetColumn)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(table))!;
        return TableReader.Reading(
            table,
            new TableOptions(),
            (file, options) =>
            {
                TableReader.RequireColumns(file, table, options with { IgnoredColumns = [sourceColumn, targetColumn] });
                var columns = file
                    .Names.Select(name =>
                        name == sourceColumn || name == targetColumn
                            ? new ColumnReader(name, true, true, false, options, file.ExpectedRows)
                            : null
                    )
                    .ToArray();
                file.Read(columns, null);
                return (Files(sourceColumn), Files(targetColumn));

                ImageFile[] Files(string name) =>
                    [.. columns.Single(c => c?.Name == name)!.Texts().Select((path, row) => File(path, row, name))];
            }
        );

        ImageFile File(string? path, int row, string column) =>
            string.IsNullOrEmpty(path)
                ? throw new GanException($"The table '{table}' names no file in row {row + 1} of the column '{column}'.")
                : new ImageFile(folder, path);
    }
}
