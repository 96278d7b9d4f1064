using System.CommandLine;
using Gan.Cli.Watching;
using Gan.Onnx;

namespace Gan.Cli.Commands;

/// <summary><c>gan watch</c>: a page on which a run can be watched while it trains.</summary>
internal static class WatchCommand
{
    private const int LargestPort = 65_535;

    public static Command Create()
    {
        var run = new Argument<string>("run") { Description = "The folder of the run; it may be training, or have ended." };
        var port = new Option<int>("--port")
        {
            Description = "The port on 127.0.0.1; 0 for one that is free.",
            DefaultValueFactory = _ => 0,
        };
        var command = new Command(
            "watch",
            "Show a run in the browser, live: losses, samples through time, the exported generator."
        )
        {
            run,
            port,
        };
        command.SetAction(
            async (result, cancellation) =>
            {
                var folder = result.GetRequiredValue(run);
                if (!Directory.Exists(folder))
                    throw new GanException($"There is no run '{folder}'. Begin one with: gan train --out {folder}");
                var number = result.GetRequiredValue(port);
                if (number is < 0 or > LargestPort)
                    throw new GanException($"The option --port is {number}; it must be 0 to {LargestPort}.");
                await using var server = await WatchServer.StartAsync(folder, number, cancellation);
                Console.WriteLine($"{folder}: {server.Address} (Ctrl-C ends)");
                try
                {
                    await Task.Delay(Timeout.Infinite, cancellation);
                }
                catch (OperationCanceledException)
                {
                    // Ctrl-C is how watching ends.
                }
            }
        );
        return CommandHelp.WithExamples(command, "gan watch run", "gan watch run --port 8080");
    }
}
