using Gan.Onnx;

namespace Gan.Training.Data;

/// <summary>The files that a table of pairs names.</summary>
internal static class ImagePairTable
{
    /// <summary>Reads two columns of paths, which begin in the table's folder.</summary>
    /// <exception cref="GanException">The table cannot be read, lacks a column, or has an empty cell in one.</exception>
    public static (ImageFile[] Sources, ImageFile[] Targets) Read(string table, string sourceColumn, string targetColumn)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(table))!;
        var columns = TextColumns.Read(table, sourceColumn, targetColumn);
        ImageFile[] Files(string[] paths) => [.. paths.Select(path => new ImageFile(folder, path))];
        return (Files(columns[0]), Files(columns[1]));
    }
}
