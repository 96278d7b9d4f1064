using System.Diagnostics;
using System.Globalization;

namespace Gan.Tests.Cli;

/// <summary>Runs the <c>gan</c> command as a user does: in a process of its own.</summary>
internal sealed class GanProcess : IDisposable
{
    private readonly Process _process;
    private readonly Task<string> _output;
    private readonly Task<string> _errors;

    private GanProcess(string[] arguments, string? folder = null, IReadOnlyDictionary<string, string>? variables = null)
    {
        // A shell's background jobs have Ctrl-C switched off, and so would everything they start.
        var start = new ProcessStartInfo("env") { RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add("--default-signal=INT");
        start.ArgumentList.Add("dotnet");
        start.ArgumentList.Add(Path.Combine(folder ?? AppContext.BaseDirectory, "gan.dll"));
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        foreach (var (name, value) in variables ?? new Dictionary<string, string>())
            start.Environment[name] = value;
        _process = Process.Start(start)!;
        _output = _process.StandardOutput.ReadToEndAsync();
        _errors = _process.StandardError.ReadToEndAsync();
    }

    /// <summary>Runs to the end.</summary>
    public static (int ExitCode, string Output, string Errors) Run(params string[] arguments)
    {
        using var process = new GanProcess(arguments);
        return process.Wait();
    }

    /// <summary>Runs to the end with some environment variables.</summary>
    public static (int ExitCode, string Output, string Errors) RunWith(
        IReadOnlyDictionary<string, string> variables,
        params string[] arguments
    )
    {
        using var process = new GanProcess(arguments, variables: variables);
        return process.Wait();
    }

    public static GanProcess Start(params string[] arguments) => new(arguments);

    /// <summary>Starts the program of another folder, with some environment variables.</summary>
    public static GanProcess StartIn(string folder, IReadOnlyDictionary<string, string> variables, params string[] arguments) =>
        new(arguments, folder, variables);

    /// <summary>Presses Ctrl-C.</summary>
    public void Interrupt()
    {
        using var kill = Process.Start("kill", ["-INT", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
        Assert.AreEqual(0, kill.ExitCode);
    }

    /// <summary>Ends it without a chance to save anything.</summary>
    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    /// <summary>Whether it ends within a time.</summary>
    public bool WaitFor(TimeSpan time) => _process.WaitForExit(time);

    public (int ExitCode, string Output, string Errors) Wait()
    {
        Assert.IsTrue(_process.WaitForExit(TimeSpan.FromMinutes(5)), "the command did not end");
        return (_process.ExitCode, _output.Result, _errors.Result);
    }

    public void Dispose()
    {
        // Only a test that has failed leaves it running.
        if (!_process.HasExited)
            _process.Kill();
        _process.Dispose();
    }
}
