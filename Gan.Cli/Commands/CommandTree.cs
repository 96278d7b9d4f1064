using System.CommandLine;
using System.CommandLine.Parsing;
using Gan.Onnx;

namespace Gan.Cli.Commands;

/// <summary>All commands.</summary>
/// <remarks>Nothing here or in a command's <c>Create</c> may touch libtorch or ONNX Runtime: <c>gan --help</c> and completions
/// answer at once.</remarks>
internal static class CommandTree
{
    /// <summary>Runs a command line.</summary>
    /// <returns>One of <see cref="ExitCodes"/>.</returns>
    public static async Task<int> RunAsync(IReadOnlyList<string> arguments)
    {
        var parsed = Create().Parse(arguments);
        if (CommandLineProblems.Of(parsed) is { Count: > 0 } problems)
        {
            await CommandRunner.Say(string.Join('\n', [.. problems, CommandLineProblems.WhereToLook(parsed)]));
            return ExitCodes.Usage;
        }

        var configuration = new InvocationConfiguration
        {
            EnableDefaultExceptionHandler = false,
            // After Ctrl-C a run saves its checkpoint before it stops.
            ProcessTerminationTimeout = TimeSpan.FromMinutes(1),
        };
        var code = await CommandRunner.RunAsync(
            () =>
            {
                RequireOutput(parsed);
                return parsed.InvokeAsync(configuration);
            },
            parsed.CommandResult.Command.Name
        );
        return parsed.Errors.Count > 0 && code == ExitCodes.Failed ? ExitCodes.Usage : code;
    }

    // In every command, before its work: what a script left empty is no place to write to.
    private static void RequireOutput(ParseResult parsed)
    {
        if (parsed.GetResult("--out") is OptionResult { Tokens: [{ Value: "" }] })
            throw new GanException("The option --out is empty; name the file or folder to make.");
    }

    /// <summary>Makes the root command.</summary>
    public static RootCommand Create()
    {
        var root = new RootCommand(
            "Train generative adversarial networks, watch them learn, export them to ONNX and use them from ML.NET."
        )
        {
            QuickstartCommand.Create(),
            TrainCommand.Create(),
            ResumeCommand.Create(),
            WatchCommand.Create(),
            SampleCommand.Create(),
            InterpolateCommand.Create(),
            TranslateCommand.Create(),
            EditCommand.Create(),
            RefineCommand.Create(),
            BlendCommand.Create(),
            ScoreCommand.Create(),
            FeaturizeCommand.Create(),
            AugmentCommand.Create(),
            EvaluateCommand.Create(),
            CompareCommand.Create(),
            ClassifierCommand.Create(),
            ExportCommand.Create(),
            InspectCommand.Create(),
            DataCommand.Create(),
            RecipesCommand.Create(),
            DocsCommand.Create(),
            DoctorCommand.Create(),
            CompletionsCommand.Create(),
        };
        CommandHelp.WithExamples(
            root,
            "gan train --recipe r3gan --out run",
            "gan watch run",
            "gan sample --bundle run/bundle --out samples.png",
            "gan train --help"
        );
        CommandHelp.AddTo(root);
        return root;
    }
}
