using System.CommandLine;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Numerics;
using Gan.Training;

namespace Gan.Cli.Commands;

/// <summary>Says in sentences what of a command line was not understood. Its parser speaks of types of .NET, of each word after
/// a mistyped option, and shows all of the help below, where the sentence that matters is out of sight.</summary>
internal static class CommandLineProblems
{
    /// <summary>What was not understood, one sentence each; empty where all was, and where a command is missing altogether, to
    /// which its help is the answer.</summary>
    public static IReadOnlyList<string> Of(ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        // Help and completions are answers to whatever else stands on the line.
        if (parsed.Action is not ParseErrorAction && parsed.Action != command.Action)
            return [];
        string[] unknown = [.. Unknown(parsed)];
        var values = parsed.Errors.Where(e => e.SymbolResult is not CommandResult && !IsUnknown(e.SymbolResult)).Select(Describe);
        return [.. unknown, .. unknown.Length > 0 && command.Subcommands.Count > 0 ? [] : values.Distinct()];
    }

    /// <summary>Where to read on, after the sentences.</summary>
    public static string WhereToLook(ParseResult parsed) => $"'{Name(parsed.CommandResult)} --help' shows what there is.";

    private static IEnumerable<string> Unknown(ParseResult parsed)
    {
        var given = parsed.CommandResult;
        var afterUnknown = false;
        foreach (var token in Arguments(parsed).Where(LooksLikeAnOption).Concat(parsed.UnmatchedTokens))
        {
            if (LooksLikeAnOption(token) || (token.StartsWith('-') && token.Skip(1).Any(char.IsAsciiLetter)))
            {
                afterUnknown = !token.Contains('=');
                yield return NoOption(given, token.Split('=')[0]);
            }
            // What stands behind an option that there is not was meant for it.
            else if (afterUnknown)
                afterUnknown = false;
            else if (given.Command.Subcommands.Count > 0)
            {
                var name = Name(given);
                var nearest = NearestName.Find(token, given.Command.Subcommands.Select(c => c.Name).Append("--help"));
                yield return $"There is no command '{name} {token}'. Did you mean '{name} {nearest}'?";
                // What follows is the command's.
                yield break;
            }
            else
                yield return $"'{token}' is one word too many: it stands behind no option that takes it.";
        }
    }

    private static string NoOption(CommandResult given, string name)
    {
        var there = Options(given).Select(o => o.Name).Append("--help");
        return $"'{Name(given)}' has no option '{name}'"
            + (
                LooksLikeAnOption(name)
                    ? $". Did you mean '{NearestName.Find(name, there)}'?"
                    : ": options begin with two dashes."
            );
    }

    private static string Describe(ParseError error)
    {
        if (error.SymbolResult is not OptionResult { Tokens.Count: > 0, Option: var option } result)
            return error.Message;
        var type = Nullable.GetUnderlyingType(option.ValueType) ?? option.ValueType;
        if (BoundsOf(type.GetElementType() ?? type) is not (var smallest, var largest))
            return error.Message;
        // The first that is none is what the parser stopped at.
        var bad = result.Tokens.Select(t => t.Value).FirstOrDefault(v => !IsWhole(v, out var n) || n < smallest || n > largest);
        if (bad is null)
            return error.Message;
        var bound =
            !IsWhole(bad, out var number) ? ""
            : number > largest ? $" of at most {largest}"
            : $" of at least {smallest}";
        return $"{option.Name} is '{bad}'; it must be a whole number{bound}.";
    }

    private static (BigInteger Smallest, BigInteger Largest)? BoundsOf(Type type) =>
        type == typeof(int) ? (int.MinValue, int.MaxValue)
        : type == typeof(long) ? (long.MinValue, long.MaxValue)
        : type == typeof(ulong) ? (ulong.MinValue, ulong.MaxValue)
        : null;

    private static bool IsWhole(string text, out BigInteger number) =>
        BigInteger.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number);

    // An option that there is not is taken for a command's argument where that may be any word.
    private static IEnumerable<string> Arguments(ParseResult parsed) =>
        parsed.Tokens.Any(t => t.Type == TokenType.DoubleDash)
            ? []
            : parsed.CommandResult.Children.OfType<ArgumentResult>().SelectMany(a => a.Tokens).Select(t => t.Value);

    private static bool IsUnknown(SymbolResult? result) =>
        result is ArgumentResult && result.Tokens.Any(t => LooksLikeAnOption(t.Value));

    private static bool LooksLikeAnOption(string token) => token.StartsWith("--", StringComparison.Ordinal) && token.Length > 2;

    private static IEnumerable<Option> Options(CommandResult? given) =>
        given is null ? [] : given.Command.Options.Concat(Options(given.Parent as CommandResult).Where(o => o.Recursive));

    // As it is typed: the root goes by its file's name otherwise.
    private static string Name(CommandResult given) =>
        given.Parent is CommandResult parent ? $"{Name(parent)} {given.Command.Name}" : "gan";
}
