namespace Gan.Training.Tables;

/// <summary>What messages call the options of reading tables: in code by their properties, on the command line by its
/// options.</summary>
internal sealed record TableOptionNames(
    string Ignored,
    string Categorical,
    string Numeric,
    string MaximumCategories,
    string Missing,
    string Decimal,
    string Key,
    string Encoding,
    string DateFormat
)
{
    /// <summary>The names in code.</summary>
    public static TableOptionNames Properties { get; } =
        new(
            nameof(TableOptions.IgnoredColumns),
            nameof(TableOptions.CategoricalColumns),
            nameof(TableOptions.NumericColumns),
            nameof(TableOptions.MaximumCategories),
            nameof(TableOptions.MissingTexts),
            nameof(TableOptions.DecimalSeparator),
            nameof(TableOptions.KeyColumn),
            nameof(TableOptions.Encoding),
            nameof(TableOptions.DateFormat)
        );
}
