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

    private static bool Has(string path, string ending) =>
        Path.GetExtension(path).Equals(ending, StringComparison.OrdinalIgnoreCase);
}
