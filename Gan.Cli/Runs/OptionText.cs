using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace Gan.Cli.Runs;

/// <summary>An option's value as text that reads back as the same value.</summary>
internal static class OptionText
{
    /// <summary>The value in force; null where it was not given and has no default.</summary>
    public static string? Of(Option option, ParseResult result) =>
        option switch
        {
            Option<string> text => result.GetValue(text),
            Option<bool> flag => result.GetValue(flag) ? "true" : "false",
            Option<int> number => result.GetValue(number).ToString(CultureInfo.InvariantCulture),
            Option<int?> number => result.GetValue(number)?.ToString(CultureInfo.InvariantCulture),
            Option<long> number => result.GetValue(number).ToString(CultureInfo.InvariantCulture),
            Option<double?> number => result.GetValue(number)?.ToString("R", CultureInfo.InvariantCulture),
            Option<double> number => result.GetValue(number).ToString("R", CultureInfo.InvariantCulture),
            _ => throw new NotSupportedException($"Options of {option.ValueType} cannot stand in a configuration."),
        };

    /// <summary>Reads an option's number, for <see cref="Option{T}.CustomParser"/>: by itself a command line takes 0,5 for
    /// 5.</summary>
    public static double Number(ArgumentResult result) => Number(result, result.Tokens[^1].Value);

    /// <summary>The same for an option that may be given more than once.</summary>
    public static double[] Numbers(ArgumentResult result) => [.. result.Tokens.Select(token => Number(result, token.Value))];

    private static double Number(ArgumentResult result, string text)
    {
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
            return number;
        var name = (result.Parent as OptionResult)?.Option.Name;
        result.AddError(
            $"{name} is '{text}'; it must be a number{(text.Contains(',') ? ", with a decimal point, not a comma" : "")}."
        );
        return 0;
    }
}
