using System.ComponentModel.DataAnnotations;

namespace Gan.Training.Tables;

/// <summary>How a table is read.</summary>
public sealed record TableOptions
{
    /// <summary>Columns to leave out, such as row numbers. Default none.</summary>
    public IReadOnlyList<string> IgnoredColumns { get; init; } = [];

    /// <summary>Columns of numbers that are categories, such as codes and labels. Text, keys and Boolean columns are categories
    /// anyway.
    /// Default none.</summary>
    public IReadOnlyList<string> CategoricalColumns { get; init; } = [];

    /// <summary>The most categories a column may have: a column with more, such as names, says little that can be
    /// learned.</summary>
    /// <value>From 1 to 4096; default 500.</value>
    [Range(1, 4096)]
    public int MaximumCategories { get; init; } = 500;

    /// <summary>Texts in a CSV file that stand for a missing value, beside the empty one. Default <c>?</c>, <c>NA</c> and
    /// <c>NaN</c>.</summary>
    public IReadOnlyList<string> MissingTexts { get; init; } = ["?", "NA", "NaN"];

    /// <summary>What separates values in a CSV file. Default a comma.</summary>
    public char Separator { get; init; } = ',';

    /// <summary>The columns' names in a CSV file without a header; null, the default, for a file whose first line names
    /// them.</summary>
    public IReadOnlyList<string>? ColumnNames { get; init; }

    /// <summary>Where the data come from; the name of the file or "an IDataView" when null.</summary>
    public string? Source { get; init; }

    /// <summary>Under which licence they are used; "not stated" when null.</summary>
    public string? Licence { get; init; }
}
