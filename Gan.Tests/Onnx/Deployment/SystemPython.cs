using System.Diagnostics;

namespace Gan.Tests.Onnx.Deployment;

/// <summary>The distribution's Python, where there is one.</summary>
internal static class SystemPython
{
    private const string Program = "/usr/bin/python3";

    /// <summary>Runs a script; the test is inconclusive where Python or one of its packages is not installed.</summary>
    /// <param name="package">The package that the script needs, as it is imported; null for none.</param>
    /// <param name="arguments">The script's file, or -c and its text, and what it is given.</param>
    /// <returns>What it printed.</returns>
    public static string Run(string? package, params string[] arguments)
    {
        if (!File.Exists(Program))
            Assert.Inconclusive($"There is no {Program}.");
        if (package is not null && Start(["-c", $"import {package}"]).ExitCode != 0)
            Assert.Inconclusive($"Python has no '{package}'; on Debian, python3-{package.Split('.')[^1]} has it.");
        var (exitCode, output, errors) = Start(arguments);
        Assert.AreEqual(0, exitCode, errors);
        return output.Trim();
    }

    private static (int ExitCode, string Output, string Errors) Start(string[] arguments)
    {
        var start = new ProcessStartInfo(Program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, errors.Result);
    }
}
