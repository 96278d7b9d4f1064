using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.Runtime.CompilerServices;

namespace Gan.Cli.Commands;

/// <summary>Adds examples and exit codes to what <c>--help</c> says.</summary>
internal sealed class CommandHelp(HelpAction help) : SynchronousCommandLineAction
{
    private const string Codes = """
        Exit codes:
          0    done
          1    bad input, a file that cannot be read or written, or training that failed: standard error says which
          2    the command line was not understood
          70   a defect of gan
          130  stopped by Ctrl-C
        """;

    private static readonly ConditionalWeakTable<Command, string[]> Examples = [];

    /// <inheritdoc/>
    public override bool ClearsParseErrors => true;

    /// <summary>Gives a command its examples.</summary>
    public static Command WithExamples(Command command, params string[] examples)
    {
        Examples.Add(command, examples);
        return command;
    }

    /// <summary>The examples of a command; empty where it has none.</summary>
    public static IReadOnlyList<string> ExamplesOf(Command command) =>
        Examples.TryGetValue(command, out var examples) ? examples : [];

    /// <summary>Makes every command's help show its examples.</summary>
    public static void AddTo(RootCommand root)
    {
        var option = root.Options.OfType<HelpOption>().Single();
        option.Action = new CommandHelp((HelpAction)option.Action!);
    }

    /// <inheritdoc/>
    public override int Invoke(ParseResult parseResult)
    {
        help.Invoke(parseResult);
        var (output, command) = (parseResult.InvocationConfiguration.Output, parseResult.CommandResult.Command);
        if (ExamplesOf(command) is { Count: > 0 } examples)
        {
            output.WriteLine("Examples:");
            foreach (var example in examples)
                output.WriteLine($"  {example}");
            output.WriteLine();
        }

        output.WriteLine(Codes);
        return ExitCodes.Done;
    }
}
