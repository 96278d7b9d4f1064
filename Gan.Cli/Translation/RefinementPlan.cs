using Gan.Onnx;
using Gan.Training;

namespace Gan.Cli.Translation;

/// <summary>Which simulated pictures are refined, and which tables of labels go with them: those of a folder, or the pictures
/// that a table names.</summary>
internal sealed class RefinementPlan
{
    private static readonly string[] TableEndings = [".csv", ".tsv"];
    private readonly List<(string Path, byte[] Bytes)> _tables = [];
    private readonly HashSet<string> _names;
    private readonly Dictionary<string, int> _fileNames;

    private RefinementPlan(TranslationPlan pictures)
    {
        Pictures = pictures;
        _names = [.. pictures.Items.Select(i => i.Name)];
        _fileNames = pictures.Items.CountBy(i => Path.GetFileName(i.Name)).ToDictionary();
    }

    /// <summary>The pictures.</summary>
    public TranslationPlan Pictures { get; }

    /// <summary>The tables that are written when all pictures are there.</summary>
    public IReadOnlyList<string> Tables => [.. _tables.Select(t => t.Path)];

    /// <summary>Makes the plan.</summary>
    /// <param name="input">A folder, or a table.</param>
    /// <param name="output">The folder of the results.</param>
    /// <param name="column">The column of a table that names pictures; null to look for it.</param>
    /// <exception cref="GanException">There is nothing to refine, or it cannot be named.</exception>
    public static RefinementPlan Make(string input, string output, string? column)
    {
        if (File.Exists(input))
            return TableEndings.Contains(Path.GetExtension(input), StringComparer.OrdinalIgnoreCase)
                ? OfTable(input, output, column)
                : throw new GanException(
                    $"'{input}' is neither a folder of pictures nor a table (.csv or .tsv) that names some. For one picture use "
                        + "'gan translate'."
                );
        if (column is not null)
            throw new GanException($"The option --column is for tables, and '{input}' is none.");
        var plan = new RefinementPlan(TranslationPlan.Make(input, output, null, null, TableEndings));
        foreach (var table in plan.Pictures.Others)
        {
            var below = Path.GetDirectoryName(table)!;
            plan._tables.Add(
                (
                    Path.Combine(output, table),
                    PictureTable.Read(Path.Combine(input, table)).Renamed(null, cell => plan.NewName(below, cell))
                )
            );
        }

        return plan;
    }

    /// <exception cref="GanException">A result is there already.</exception>
    public void RequireNew()
    {
        Pictures.RequireNew();
        if (Tables.FirstOrDefault(Path.Exists) is { } table)
            throw new GanException($"'{table}' is there already. --force replaces it.");
    }

    /// <summary>Writes the tables.</summary>
    public void WriteTables()
    {
        foreach (var (path, bytes) in _tables)
        {
            AtomicFile.CreateFolder(Path.GetDirectoryName(Path.GetFullPath(path))!);
            AtomicFile.Write(path, stream => stream.Write(bytes));
        }
    }

    private static RefinementPlan OfTable(string input, string output, string? column)
    {
        var table = PictureTable.Read(input);
        var (found, pictures) = table.FindPictures(column);
        var folder = Path.GetDirectoryName(Path.GetFullPath(input))!;
        var plan = new RefinementPlan(TranslationPlan.Make(folder, pictures, output));
        plan._tables.Add((Path.Combine(output, Path.GetFileName(input)), table.Renamed(found, WithNewEnding)));
        return plan;
    }

    /// <summary>What a cell of a table says instead, where it names a picture whose ending changes: by its path in the table's
    /// folder, or by a file's name that only one picture has.</summary>
    private string? NewName(string below, string cell)
    {
        if (cell.Length == 0 || WithNewEnding(cell) is not { } name)
            return null;
        var path = Path.Combine(below, PictureTable.Normalized(cell));
        return _names.Contains(path) || _fileNames.GetValueOrDefault(cell) == 1 ? name : null;
    }

    private static string? WithNewEnding(string name) =>
        Path.ChangeExtension(name, ".png") is var changed && changed == name ? null : changed;
}
