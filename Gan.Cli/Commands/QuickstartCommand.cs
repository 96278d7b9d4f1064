using System.CommandLine;
using Gan.Cli.Quickstart;
using Gan.Onnx;

namespace Gan.Cli.Commands;

/// <summary><c>gan quickstart</c>: the whole path on the built-in digits, with a report.</summary>
internal static class QuickstartCommand
{
    public static Command Create()
    {
        var output = new Option<string>("--out")
        {
            Description = "The folder to make.",
            DefaultValueFactory = _ => "quickstart-output",
        };
        var steps = new Option<int>("--steps")
        {
            Description = "Generator updates of the DCGAN; the fully connected GAN gets as many.",
            DefaultValueFactory = _ => 8_000,
        };
        var leftOut = new Option<int>("--left-out")
        {
            Description = "The digit that training never sees.",
            DefaultValueFactory = _ => 9,
        };
        var seed = new Option<int>("--seed") { Description = "Fixes the result.", DefaultValueFactory = _ => 1 };
        var device = new Option<string>("--device")
        {
            Description = "auto, cpu, cuda or cuda:N.",
            DefaultValueFactory = _ => "auto",
        };
        var command = new Command(
            "quickstart",
            "Train on the built-in digits, export, use the bundles from ML.NET, and write a report."
        )
        {
            output,
            steps,
            leftOut,
            seed,
            device,
        };
        command.SetAction(
            (result, cancellation) =>
                CommandRunner.Work(
                    () =>
                    {
                        var settings = new QuickstartSettings(
                            result.GetRequiredValue(output),
                            result.GetRequiredValue(steps),
                            result.GetRequiredValue(leftOut),
                            result.GetRequiredValue(seed),
                            result.GetRequiredValue(device)
                        );
                        if (settings.Steps < 1)
                            throw new GanException($"The option --steps is {settings.Steps}; it must be at least 1.");
                        if (settings.LeftOut is < 0 or > 9)
                            throw new GanException($"The option --left-out is {settings.LeftOut}; it must be a digit.");
                        DeviceName.Check(settings.Device);
                        DeviceName.RequireThere(settings.Device);
                        new QuickstartRun(settings).Execute(cancellation);
                    },
                    cancellation
                )
        );
        return CommandHelp.WithExamples(command, "gan quickstart", "gan quickstart --steps 300 --left-out 3 --seed 4");
    }
}
