using System.CommandLine;
using System.Globalization;
using Gan.Cli.Runs;

namespace Gan.Cli.Commands;

/// <summary><c>gan resume</c>: goes on with a run from its latest checkpoint.</summary>
internal static class ResumeCommand
{
    public static Command Create()
    {
        var run = new Argument<string>("run") { Description = "The folder of the run." };
        var steps = new Option<long?>("--steps")
        {
            Description = "Generator updates in all, those before included; as before when left out.",
        };
        var device = new Option<string?>("--device") { Description = "auto, cpu, cuda or cuda:N; as before when left out." };
        var json = CommandOutput.NewOption();
        var command = new Command("resume", "Go on with a run that was stopped or killed, or train it further.")
        {
            run,
            steps,
            device,
            json,
        };
        command.SetAction(
            (result, cancellation) =>
                CommandRunner.Work(
                    () =>
                    {
                        var changes = new List<string>();
                        if (result.GetValue(steps) is { } total)
                            changes.AddRange(["--steps", total.ToString(CultureInfo.InvariantCulture)]);
                        if (result.GetValue(device) is { } place)
                            changes.AddRange(["--device", place]);
                        var job = TrainCommand.Again(result.GetRequiredValue(run), changes);
                        TrainRunner.Execute(
                            job,
                            ResumeMode.MayHaveCheckpoint,
                            new CommandOutput(result.GetValue(json)),
                            cancellation
                        );
                    },
                    cancellation
                )
        );
        return CommandHelp.WithExamples(command, "gan resume run", "gan resume run --steps 20000");
    }
}
