using System.CommandLine;
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
            Option<long> number => result.GetValue(number).ToString(CultureInfo.InvariantCulture),
            Option<double> number => result.GetValue(number).ToString("R", CultureInfo.InvariantCulture),
            _ => throw new NotSupportedException($"Options of {option.ValueType} cannot stand in a configuration."),
        };
}
