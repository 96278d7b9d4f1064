using System.CommandLine;
using System.Diagnostics;
using Gan.Onnx;

namespace Gan.Benchmarks;

/// <summary>This program in a process of its own, for what is measured from a process's beginning on.</summary>
internal static class OwnProcess
{
    /// <summary>Makes the command that such a process runs; help does not show it.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="count">How many arguments it takes.</param>
    /// <param name="work">What it does with them.</param>
    public static Command CreateCommand(string name, int count, Action<string[]> work)
    {
        var arguments = new Argument<string[]>("arguments") { Arity = new ArgumentArity(count, count) };
        var command = new Command(name, "One measurement.") { arguments };
        command.Hidden = true;
        command.SetAction(result => work(result.GetRequiredValue(arguments)));
        return command;
    }

    /// <summary>Runs such a command to its end.</summary>
    /// <param name="name">The command's name.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="environment">Variables that the process has besides this one's.</param>
    /// <returns>What it printed; what it says of errors is shown as it comes.</returns>
    /// <exception cref="GanException">It ended with an error.</exception>
    public static string Run(
        string name,
        IReadOnlyList<string> arguments,
        IReadOnlyDictionary<string, string>? environment = null
    )
    {
        string[] all = [typeof(OwnProcess).Assembly.Location, name, .. arguments];
        var start = new ProcessStartInfo("dotnet", all) { RedirectStandardOutput = true };
        foreach (var (variable, value) in environment ?? new Dictionary<string, string>())
            start.Environment[variable] = value;
        using var process = Process.Start(start)!;
        var text = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0
            ? text
            : throw new GanException(
                $"'{name} {string.Join(' ', arguments)}' ended with exit code {process.ExitCode}; see above."
            );
    }
}
