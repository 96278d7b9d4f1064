using System.Diagnostics;

namespace Gan.Tests.MLNet;

/// <summary>Loads and applies a saved model in a process of its own.</summary>
internal static class FreshProcess
{
    /// <summary>What <see cref="ModelOutput.Compute"/> gives there. The model was saved with the schema of
    /// <see cref="TestRow"/>.</summary>
    public static byte[] Apply(string modelPath)
    {
        string output = modelPath + ".output",
            assembly = typeof(StartupHook).Assembly.Location;
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet")
        {
            ArgumentList = { "exec", assembly },
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        start.Environment["DOTNET_STARTUP_HOOKS"] = assembly;
        start.Environment[StartupHook.ModelVariable] = modelPath;
        start.Environment[StartupHook.OutputVariable] = output;
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync(),
            printed = process.StandardOutput.ReadToEndAsync();
        process.WaitForExit();
        Assert.AreEqual(0, process.ExitCode, errors.Result + printed.Result);
        Assert.IsTrue(File.Exists(output), "the process loaded the model: " + errors.Result + printed.Result);
        return File.ReadAllBytes(output);
    }
}
