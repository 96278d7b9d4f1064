using System.CommandLine;
using Gan.Onnx;
using Gan.Training.Data;
using Gan.Training.Tables;

namespace Gan.Cli.Tables;

/// <summary>The options that say how a table with text, categories and missing values is read.</summary>
internal sealed class TableOptionSet
{
    private readonly Option<string?> _categories = new("--categories")
    {
        Description =
            "For ctgan: columns of numbers that are categories, such as codes and the label; names with commas between.",
    };

    private readonly Option<string?> _ignore = new("--ignore")
    {
        Description = "For ctgan: columns to leave out, such as row numbers; names with commas between.",
    };

    /// <summary>The options.</summary>
    public IReadOnlyList<Option> All => [_categories, _ignore];

    /// <summary>Reads a CSV or ARFF file.</summary>
    /// <exception cref="GanException">The file is missing or damaged, or has no such column.</exception>
    public Table Read(ParseResult result, string path)
    {
        var options = new TableOptions
        {
            CategoricalColumns = Names(result.GetValue(_categories)),
            IgnoredColumns = Names(result.GetValue(_ignore)),
        };
        return Path.GetExtension(path).Equals(".arff", StringComparison.OrdinalIgnoreCase)
            ? Table.FromArff(path, options)
            : Table.FromCsv(path, options);
    }

    /// <summary>Reads a file and encodes it for the networks.</summary>
    /// <exception cref="GanException">As for <see cref="Read"/>.</exception>
    public Dataset Encode(ParseResult result, string path)
    {
        var table = Read(result, path);
        return TableEncoding.Fit(table).ToDataset(table);
    }

    private static string[] Names(string? text) =>
        text?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [];
}
