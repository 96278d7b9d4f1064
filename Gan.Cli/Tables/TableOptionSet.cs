using System.CommandLine;
using System.Globalization;
using Gan.Onnx;
using Gan.Training.Data;
using Gan.Training.Tables;

namespace Gan.Cli.Tables;

/// <summary>The options that say how a file of rows is read; what they do not say is recognised.</summary>
internal sealed class TableOptionSet
{
    private static readonly TableOptionNames Called = new(
        "--ignore",
        "--categories",
        "--numbers",
        "--max-categories",
        "--missing",
        "--decimal",
        "--key",
        "--encoding",
        "--date-format"
    );

    private readonly Option<string?> _categories = new("--categories")
    {
        Description =
            "For ctgan: columns of numbers or dates that are categories, such as codes and the label; names with commas between.",
    };

    private readonly Option<string?> _numbers = new("--numbers")
    {
        Description = "For ctgan: columns of digits with leading zeros that are numbers all the same; names with commas between.",
    };

    private readonly Option<int> _maximum = new("--max-categories")
    {
        Description = "For ctgan: how many categories a column may have, at most 4096.",
        DefaultValueFactory = _ => new TableOptions().MaximumCategories,
    };

    private readonly Option<string?> _ignore = new("--ignore")
    {
        Description = "Columns to leave out; names with commas between.",
    };

    private readonly Option<string?> _key = new("--key")
    {
        Description = "The column that names the rows: it is not learned from, and stands beside what is said of a row.",
    };

    private readonly Option<string?> _missing = new("--missing")
    {
        Description = "Words that stand for a missing value beside the usual ones (NA, null, None, - ...); with commas between.",
    };

    private readonly Option<bool> _asWritten = new("--no-missing-words")
    {
        Description = "Only empty cells, and what --missing names, are missing: NA, null and None are words like others.",
    };

    private readonly Option<string> _separator = new("--separator")
    {
        Description = "What stands between values: auto, comma, semicolon, tab, bar, blank, or the character itself.",
        DefaultValueFactory = _ => "auto",
    };

    private readonly Option<string> _decimal = new("--decimal")
    {
        Description = "What decimals follow: auto, point or comma.",
        DefaultValueFactory = _ => "auto",
    };

    private readonly Option<string> _encoding = new("--encoding")
    {
        Description = "The file's encoding: auto, or a registered name such as utf-8, windows-1252 or shift_jis.",
        DefaultValueFactory = _ => "auto",
    };

    private readonly Option<string> _dates = new("--date-format")
    {
        Description =
            "For ctgan: how dates are written: auto, none (dates are categories), or a format such as dd/MM/yyyy or "
            + "'yyyy-MM-dd HH:mm'.",
        DefaultValueFactory = _ => "auto",
    };

    private readonly Option<string> _header = new("--header")
    {
        Description = "Whether the first row names the columns: auto, yes or no.",
        DefaultValueFactory = _ => "auto",
    };

    public TableOptionSet()
    {
        _separator.CompletionSources.Add("auto", "comma", "semicolon", "tab", "bar", "blank");
        _decimal.CompletionSources.Add("auto", "point", "comma");
        _dates.CompletionSources.Add("auto", "none");
        _header.CompletionSources.Add("auto", "yes", "no");
    }

    /// <summary>The options.</summary>
    public IReadOnlyList<Option> All =>
        [_categories, _numbers, _maximum, _ignore, _key, _missing, _asWritten, _separator, _decimal, _dates, _encoding, _header];

    /// <summary>What was said.</summary>
    /// <exception cref="GanException">A value is none of those there are.</exception>
    public TableOptions Read(ParseResult result)
    {
        var maximum = result.GetRequiredValue(_maximum);
        if (maximum is < 1 or > 4096)
            throw new GanException(
                string.Create(CultureInfo.InvariantCulture, $"{_maximum.Name} is {maximum}; it must be from 1 to 4096.")
            );
        var encoding = result.GetRequiredValue(_encoding);
        var dates = result.GetRequiredValue(_dates);
        return new TableOptions
        {
            CategoricalColumns = Names(result.GetValue(_categories)),
            NumericColumns = Names(result.GetValue(_numbers)),
            IgnoredColumns = Names(result.GetValue(_ignore)),
            KeyColumn = result.GetValue(_key),
            MaximumCategories = maximum,
            MissingTexts = Names(result.GetValue(_missing)),
            HasUsualMissingTexts = !result.GetValue(_asWritten),
            Separator = Separator(result.GetRequiredValue(_separator)),
            DecimalSeparator = Choice<char?>(result, _decimal, ("auto", null), ("point", '.'), ("comma", ',')),
            DateFormat = dates is "auto" or "none" ? null : dates,
            HasDates = dates != "none",
            Encoding = encoding == "auto" ? null : encoding,
            HasHeader = Choice<bool?>(result, _header, ("auto", null), ("yes", true), ("no", false)),
            Names = Called,
        };
    }

    /// <summary>Reads a file and encodes it for the networks.</summary>
    /// <exception cref="GanException">The file is missing or damaged, or has no such column.</exception>
    public Dataset Encode(ParseResult result, string path, EncodingOptions? options)
    {
        var table = Table.FromFile(path, Read(result));
        return TableEncoding.Fit(table, options).ToDataset(table);
    }

    private static string[] Names(string? text) =>
        text?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [];

    private char? Separator(string text) =>
        text.ToLowerInvariant() switch
        {
            "auto" => null,
            "comma" => ',',
            "semicolon" => ';',
            "tab" or "\\t" => '\t',
            "bar" => '|',
            "blank" => ' ',
            [var character] when !char.IsLetterOrDigit(character) && character != '"' => character,
            _ => throw new GanException(
                $"{_separator.Name} is '{text}'; it must be auto, comma, semicolon, tab, bar, blank, or one character."
            ),
        };

    private static T Choice<T>(ParseResult result, Option<string> option, params (string Name, T Value)[] choices)
    {
        var text = result.GetRequiredValue(option);
        foreach (var (name, value) in choices)
        {
            if (name.Equals(text, StringComparison.OrdinalIgnoreCase))
                return value;
        }

        throw new GanException($"{option.Name} is '{text}'; it must be {string.Join(", ", choices.Select(c => c.Name))}.");
    }
}
