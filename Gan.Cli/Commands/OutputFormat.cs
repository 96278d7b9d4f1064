using Gan.Onnx;

namespace Gan.Cli.Commands;

/// <summary>What a file to write is, by its name's ending.</summary>
internal static class OutputFormat
{
    /// <summary>Whether a name ends as Parquet files' do.</summary>
    public static bool IsParquet(string path) => Has(path, ".parquet");

    /// <summary>Whether a name ends as files of comma-separated values do.</summary>
    public static bool IsCsv(string path) => Has(path, ".csv");

    /// <summary>Whether a name ends as pictures' do.</summary>
    public static bool IsPng(string path) => Has(path, ".png");

    /// <summary>Refuses the name of a Parquet file where separated values are written.</summary>
    /// <exception cref="GanException">It is one.</exception>
    public static void RequireText(string path)
    {
        if (IsParquet(path))
            throw new GanException(
                $"The option --out is '{path}', and this command writes separated values: give a name that ends in .csv."
            );
    }

    private static bool Has(string path, string ending) =>
        Path.GetExtension(path).Equals(ending, StringComparison.OrdinalIgnoreCase);
}
