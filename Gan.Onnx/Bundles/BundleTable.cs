using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace Gan.Onnx.Bundles;

/// <summary>What the rows are that a generator of tables makes: value i of its output <c>x</c> belongs to column i.</summary>
/// <remarks>Where the generator takes conditions, they are its <see cref="BundleLatent.Code"/>: one categorical code for each
/// column whose <see cref="BundleTableColumn.ConditionWidth"/> is not 0, in the columns' order. A block of zeros asks for
/// nothing; a 1 in it asks for that category (the last for a missing value where there are such), and the row then has
/// it.</remarks>
public sealed record BundleTable
{
    /// <summary>The most decimals that numbers are rounded to.</summary>
    public const int MaximumDecimals = 6;

    /// <summary>The columns, in order: as many as a sample has values.</summary>
    public required IReadOnlyList<BundleTableColumn> Columns { get; init; }

    /// <summary>The number of training rows; at least 1.</summary>
    public required int RowCount { get; init; }

    /// <summary>What holds between columns in every row that the generator makes; null where nothing is promised.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<BundleConstraint>? Constraints { get; init; }

    /// <summary>A fingerprint of each different training row, so that copies of training rows can be told: 32 bits each,
    /// little-endian, in rising order, as base64; null where none are kept. Whoever has the bundle can ask it whether it was
    /// trained on a given row.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Fingerprints { get; init; }
}

/// <summary>A column of a table: numbers, which may stand for dates, or categories where <see cref="Categories"/> is
/// given.</summary>
/// <remarks>In the generator's output a number stands in its own unit and a category by its place in <see cref="Categories"/>;
/// NaN is a missing value.</remarks>
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
    /// null for numbers that are not rounded, and for categories.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Decimals { get; init; }

    /// <summary>Which dates the numbers stand for; null where they are no dates.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public BundleDate? Date { get; init; }

    /// <summary>The number of its values in a condition: a category each, and one for a missing value where there are such rows;
    /// 0 for numbers, and where all rows are of one category.</summary>
    [JsonIgnore]
    public int ConditionWidth =>
        Categories is null || Categories.Count + (MissingCount > 0 ? 1 : 0) < 2
            ? 0
            : Categories.Count + (MissingCount > 0 ? 1 : 0);
}

/// <summary>The types that a column of a table can have, by ML.NET's names.</summary>
[SuppressMessage("Naming", "CA1720", Justification = "These are ML.NET's names of the types.")]
public enum TableColumnType
{
    /// <summary>32-bit floating point; NaN is a missing value.</summary>
    Single,

    /// <summary>64-bit floating point; NaN is a missing value. Generated values have the precision of 32 bits.</summary>
    Double,

    /// <summary>8-bit signed integer.</summary>
    SByte,

    /// <summary>8-bit unsigned integer.</summary>
    Byte,

    /// <summary>16-bit signed integer.</summary>
    Int16,

    /// <summary>16-bit unsigned integer.</summary>
    UInt16,

    /// <summary>32-bit signed integer.</summary>
    Int32,

    /// <summary>32-bit unsigned integer.</summary>
    UInt32,

    /// <summary>64-bit signed integer.</summary>
    Int64,

    /// <summary>64-bit unsigned integer.</summary>
    UInt64,

    /// <summary>True or false; its categories are called 1 and 0.</summary>
    Boolean,

    /// <summary>Text; the empty text is a missing value.</summary>
    Text,

    /// <summary>A key (UInt32) whose values have names; key 0 is a missing value.</summary>
    Key,

    /// <summary>A date, with or without a time; the first there is (0001-01-01) is a missing value.</summary>
    DateTime,
}

/// <summary>What columns hold by their types.</summary>
internal static class TableColumnTypes
{
    /// <summary>Whether a column of this type holds categories whatever they look like.</summary>
    public static bool IsAlwaysCategorical(this TableColumnType type) =>
        type is TableColumnType.Boolean or TableColumnType.Text or TableColumnType.Key;
}
