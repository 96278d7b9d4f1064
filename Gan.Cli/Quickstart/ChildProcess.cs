using System.Diagnostics;
using Gan.Onnx;

namespace Gan.Cli.Quickstart;

/// <summary>Runs this very command in another process.</summary>
internal static class ChildProcess
{
    /// <summary>Runs <c>gan</c> and waits for it.</summary>
    /// <exception cref="GanException">It did not end well; the message holds what it said.</exception>
    public static void RunGan(IEnumerable<string> arguments, CancellationToken cancellation)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // Under `dotnet gan.dll` the process is dotnet itself, and needs to be told the program.
        if (Path.GetFileNameWithoutExtension(start.FileName) == "dotnet")
            start.ArgumentList.Add(typeof(ChildProcess).Assembly.Location);
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(cancellation);
        var errors = process.StandardError.ReadToEndAsync(cancellation);
        try
        {
            process.WaitForExitAsync(cancellation).GetAwaiter().GetResult();
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }

        if (process.ExitCode != 0)
        {
            var said = errors.GetAwaiter().GetResult() + output.GetAwaiter().GetResult();
            throw new GanException($"Another process could not score with the saved pipeline: {said.Trim()}");
        }
    }
}
