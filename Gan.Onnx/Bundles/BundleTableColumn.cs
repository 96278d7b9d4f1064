using System.Text.Json.Serialization;

namespace Gan.Onnx.Bundles;

/// <summary>A column of a table: numbers, or categories where <see cref="Categories"/> is given.</summary>
/// <remarks>In the generator's output a number stands in its own unit and a category by its place in <see cref="Categories"/>;
/// NaN is a
/// missing value.</remarks>
public sealed record BundleTableColumn
{
    /// <summary>The column's name; no two columns share one.</summary>
    public required string Name { get; init; }

    /// <summary>Its type. Text, keys and Boolean are categories always; numbers may be.</summary>
    public required TableColumnType Type { get; init; }

    /// <summary>How many of the training rows have no value; at least 0. Where there is none, no generated row lacks
    /// one.</summary>
    public required int MissingCount { get; init; }

    /// <summary>The names of the categories, all different: 1 to <see cref="BundleLimits.ListLength"/>; null for
    /// numbers.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public IReadOnlyList<string>? Categories { get; init; }

    /// <summary>How many training rows have each category; with <see cref="MissingCount"/> they add up to
    /// <see cref="BundleTable.RowCount"/>. Null for numbers.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public IReadOnlyList<int>? Counts { get; init; }

    /// <summary>The smallest number among the training rows, which no generated number is below; null for categories.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? Minimum { get; init; }

    /// <summary>The largest number among the training rows, which no generated number exceeds; null for categories.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? Maximum { get; init; }

    /// <summary>How many decimals numbers are rounded to, 0 to <see cref="BundleTable.MaximumDecimals"/>: 0 for whole numbers;
    /// null for
    /// numbers that are not rounded, and for categories.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Decimals { get; init; }

    /// <summary>The number of its values in a condition: a category each, and one for a missing value where there are such rows;
    /// 0 for
    /// numbers, and where all rows are of one category.</summary>
    [JsonIgnore]
    public int ConditionWidth =>
        Categories is null || Categories.Count + (MissingCount > 0 ? 1 : 0) < 2
            ? 0
            : Categories.Count + (MissingCount > 0 ? 1 : 0);
}
