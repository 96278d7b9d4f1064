using System.Diagnostics;
using Gan.Tests.Engineering;

namespace Gan.Tests.Cli;

/// <summary>The sample apps run on the bundles in the repository.</summary>
[TestClass]
public sealed class SampleAppTests
{
    [TestMethod]
    public void Digits_from_an_app_runs_without_libtorch()
    {
        var start = new ProcessStartInfo("dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetTempPath(),
        };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "DigitsFromAnApp.dll"));
        start.ArgumentList.Add(Path.Combine(SourceTree.Root, "models", "digits-dcgan"));
        using var process = Process.Start(start)!;
        var (output, errors) = (process.StandardOutput.ReadToEnd(), process.StandardError.ReadToEnd());
        process.WaitForExit();
        Assert.AreEqual(0, process.ExitCode, errors);
        StringAssert.Contains(output, "1000 digits");
        StringAssert.Contains(output, "256 features each");
        StringAssert.Contains(output, "the same as before: True");
    }
}
