using System.Diagnostics;
using System.Globalization;

namespace Gan.Tests.Training.Export;

/// <summary>The sample app that exports a classifier does what it says.</summary>
[TestClass]
public sealed class ExportSampleTests
{
    [TestMethod]
    public void Export_any_module_trains_exports_and_scores()
    {
        var folder = Directory.CreateTempSubdirectory("gan-sample-").FullName;
        try
        {
            var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
            start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "ExportAnyModule.dll"));
            start.ArgumentList.Add(Path.Combine(folder, "classifier.onnx"));
            using var process = Process.Start(start)!;
            var errors = process.StandardError.ReadToEndAsync();
            var output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            Assert.AreEqual(0, process.ExitCode, errors.Result);
            StringAssert.Contains(output, $"{new FileInfo(Path.Combine(folder, "classifier.onnx")).Length} bytes");
            var accuracy = double.Parse(output.Split('\n')[1].Split('%')[0], CultureInfo.InvariantCulture);
            Assert.IsTrue(accuracy > 85, output);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
