using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;

namespace Gan.Training.Tables;

/// <summary>What was recognised in a file with a table: how it is written, and what its columns hold.</summary>
public sealed record TableDescription
{
    private const int MostNamed = 20;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
        WriteIndented = true,
    };

    /// <summary>The file.</summary>
    public required string File { get; init; }

    /// <summary>What kind of file it is and how it is written, such as <c>UTF-8, commas between values, decimal points, a
    /// header</c>.</summary>
    public required string Format { get; init; }

    /// <summary>Whether the file names its columns; where it does not, they are called by their places.</summary>
    public required bool HasNames { get; init; }

    /// <summary>How many rows it holds.</summary>
    public required int RowCount { get; init; }

    /// <summary>The columns that were read.</summary>
    public required IReadOnlyList<ColumnDescription> Columns { get; init; }

    /// <summary>The names of the columns that were left out.</summary>
    public required IReadOnlyList<string> LeftOut { get; init; }

    /// <summary>What was mended or assumed, in sentences.</summary>
    public required IReadOnlyList<string> Notes { get; init; }

    /// <summary>All of it as JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, Json);

    /// <summary>All of it in lines of words.</summary>
    public IEnumerable<string> Lines()
    {
        yield return string.Create(CultureInfo.InvariantCulture, $"{File}: {Format}; {RowCount} rows");
        if (Columns.Where(c => c.Minimum is not null).Select(c => c.Name).ToArray() is { Length: > 0 } numbers)
            yield return $"  numbers: {Some(numbers)}";
        if (
            Columns
                .Where(c => c.DateFormat is not null)
                .Select(c => $"{c.Name} ({c.DateFormat}, {c.First} to {c.Last})")
                .ToArray() is
            { Length: > 0 } dates
        )
            yield return $"  dates: {Some(dates)}";
        if (
            Columns.Where(c => c.Categories is not null).Select(c => $"{c.Name} ({c.Categories})").ToArray() is
            { Length: > 0 } texts
        )
            yield return $"  categories: {Some(texts)}";
        ColumnDescription[] lacking = [.. Columns.Where(c => c.Missing > 0)];
        foreach (var column in lacking.Take(MostNamed))
        {
            var words = string.Join(", ", column.MissingWords.Select(w => $"{w.Value} written '{w.Key}'"));
            yield return $"  missing in {column.Name}: {column.Missing}{(words.Length > 0 ? $" ({words})" : "")}";
        }

        if (lacking.Length > MostNamed)
            yield return $"  missing in {lacking.Length - MostNamed} more columns";
        if (LeftOut.Count > 0)
            yield return $"  left out: {Some(LeftOut)}";
        foreach (var note in Notes.Take(MostNamed))
            yield return $"  {note}";
        if (Notes.Count > MostNamed)
            yield return $"  and {Notes.Count - MostNamed} more such notes";
    }

    private static string Some(IReadOnlyList<string> names) =>
        string.Join(", ", names.Take(MostNamed)) + (names.Count > MostNamed ? $" and {names.Count - MostNamed} more" : "");
}

/// <summary>What a column of a file holds.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Categories">How many categories it has; null for numbers and dates.</param>
/// <param name="Minimum">The smallest number; null for categories and dates.</param>
/// <param name="Maximum">The largest number; null for categories and dates.</param>
/// <param name="Missing">How many rows have no value.</param>
/// <param name="MissingWords">The words that stand for a missing value there, and how often.</param>
public sealed record ColumnDescription(
    string Name,
    int? Categories,
    double? Minimum,
    double? Maximum,
    int Missing,
    IReadOnlyDictionary<string, int> MissingWords
)
{
    /// <summary>How its dates are written; null where it holds no dates.</summary>
    public string? DateFormat { get; init; }

    /// <summary>The first date, as it is written; null where it holds no dates.</summary>
    public string? First { get; init; }

    /// <summary>The last date, as it is written; null where it holds no dates.</summary>
    public string? Last { get; init; }

    internal static ColumnDescription Of(TableColumn column, IReadOnlyDictionary<string, int> words)
    {
        var (low, high, missing) = (double.PositiveInfinity, double.NegativeInfinity, 0);
        foreach (var value in column.Values)
        {
            // Comparisons with NaN are false; the library's minimum looks for it first, which takes longer than the rest.
            if (value < low)
                low = value;
            if (value > high)
                high = value;
            missing += double.IsNaN(value) ? 1 : 0;
        }

        if (column.Date is { } date)
            return new ColumnDescription(column.Name, null, null, null, missing, words)
            {
                DateFormat = date.Format,
                First = date.Text(low),
                Last = date.Text(high),
            };
        return column.IsCategorical
            ? new ColumnDescription(column.Name, column.Categories!.Count, null, null, missing, words)
            : new ColumnDescription(column.Name, null, low, high, missing, words);
    }
}
