using Gan.Onnx;

namespace Gan.Training.Data;

/// <summary>Reads pictures with captions.</summary>
internal static class CaptionedImagesDataset
{
    private const string Ending = ".txt";
    private const int LongestFile = 1 << 20;
    private const int MostNamed = 5;

    /// <summary>What <see cref="ImageFolder.ReadCaptioned"/> gives.</summary>
    public static ImageFolder ReadFolder(
        string folder,
        ImageFolderOptions? options = null,
        CancellationToken cancellation = default
    )
    {
        var pictures = ImageFolderDataset.Read(
            folder,
            (options ?? new ImageFolderOptions()) with
            {
                IgnoresClasses = true,
            },
            cancellation
        );
        var names = pictures.Data.RowNames!.Values;
        List<int> rows = [];
        List<string> captions = [];
        List<string> without = [];
        foreach (var (row, name) in names.Index())
        {
            string[] lines = [.. Lines(Path.Combine(folder, Path.ChangeExtension(name, Ending)))];
            if (lines.Length == 0)
                without.Add(name);
            rows.AddRange(Enumerable.Repeat(row, lines.Length));
            captions.AddRange(lines);
        }

        if (without.Count > 0)
            throw new GanException(
                $"{without.Count} of the {names.Count} pictures of '{folder}' have no caption "
                    + $"({string.Join(", ", without.Take(MostNamed))}{(without.Count > MostNamed ? ", …" : "")}). Put a text "
                    + $"file "
                    + "of the same name beside each, such as 7.txt beside 7.png, with a caption in each line; or give a table "
                    + "with a column of paths and one of captions."
            );
        return pictures with
        {
            Data = pictures.Data.Select(rows).WithCaptions(captions),
            // The captions themselves are files that are no pictures.
            Notes = [],
        };
    }

    /// <summary>What <see cref="ImageFolder.ReadCaptionTable"/> gives.</summary>
    public static ImageFolder ReadTable(
        string table,
        string imageColumn = "image",
        string captionColumn = "caption",
        ImageFolderOptions? options = null,
        CancellationToken cancellation = default
    )
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(table))!;
        string[][] cells = TextColumns.Read(table, imageColumn, captionColumn);
        var (paths, captions) = (cells[0], cells[1]);
        // Each file is opened once, however many captions it has.
        string[] distinct = [.. paths.Distinct()];
        var (pictures, read) = ImageFolderDataset.ReadFiles(
            [.. distinct.Select(path => new ImageFile(folder, path))],
            (options ?? new ImageFolderOptions()) with
            {
                IgnoresClasses = true,
            },
            cancellation
        );
        if (read.Length == 0)
            throw new GanException($"No picture of '{table}' can be read. The first: {pictures.Skipped[0]}");
        var places = read.Index().ToDictionary(p => distinct[p.Item], p => p.Index);
        int[] rows = [.. Enumerable.Range(0, paths.Length).Where(row => places.ContainsKey(paths[row]))];
        return pictures with
        {
            Data = pictures
                .Data.Select([.. rows.Select(row => places[paths[row]])])
                .WithCaptions([.. rows.Select(row => captions[row].Trim())]),
        };
    }

    private static IEnumerable<string> Lines(string file)
    {
        var information = new FileInfo(file);
        if (!information.Exists)
            return [];
        if (information.Length > LongestFile)
            throw new GanException($"The file '{file}' is of {information.Length} bytes; captions of a picture are shorter.");
        return File.ReadLines(file).Select(line => line.Trim()).Where(line => line.Length > 0);
    }
}
