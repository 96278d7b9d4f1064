using System.Text.Json.Serialization;

namespace Gan.Onnx.Bundles;

/// <summary>What the rows are that a generator of tables makes: value i of its output <c>x</c> belongs to column i.</summary>
/// <remarks>Where the generator takes conditions, they are its <see cref="BundleLatent.Code"/>: one categorical code for each
/// column whose
/// <see cref="BundleTableColumn.ConditionWidth"/> is not 0, in the columns' order. A block of zeros asks for nothing; a 1 in it
/// asks for that
/// category (the last for a missing value where there are such), and the row then has it.</remarks>
public sealed record BundleTable
{
    /// <summary>The most decimals that numbers are rounded to.</summary>
    public const int MaximumDecimals = 6;

    /// <summary>The columns, in order: as many as a sample has values.</summary>
    public required IReadOnlyList<BundleTableColumn> Columns { get; init; }

    /// <summary>The number of training rows; at least 1.</summary>
    public required int RowCount { get; init; }

    /// <summary>A fingerprint of each different training row, so that copies of training rows can be told: 32 bits each,
    /// little-endian, in
    /// rising order, as base64; null where none are kept. Whoever has the bundle can ask it whether it was trained on a given
    /// row.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Fingerprints { get; init; }
}
