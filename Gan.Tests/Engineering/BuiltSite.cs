using System.Diagnostics;
using System.Text.Json.Nodes;

namespace Gan.Tests.Engineering;

/// <summary>The site of docs/ and of the libraries' documentation, built once by docfx from the libraries that these tests
/// run.</summary>
internal static class BuiltSite
{
    private static readonly Lazy<string> Built = new(Build);

    /// <summary>The folder that holds index.html. The test that asks is inconclusive where docfx cannot be had.</summary>
    public static string Folder => Built.Value;

    /// <summary>What docfx printed.</summary>
    public static string Output { get; private set; } = "";

    private static string Build()
    {
        if (Run("tool", "restore").ExitCode != 0)
            Assert.Inconclusive("docfx cannot be restored on this machine.");
        var folder = Path.Combine(SourceTree.Root, "artifacts", "site-test");
        var pages = Path.Combine(SourceTree.Root, "artifacts", "site-api");
        foreach (var old in new[] { folder, pages }.Where(Directory.Exists))
            Directory.Delete(old, recursive: true);
        Directory.CreateDirectory(folder);

        // The site's own configuration, but for where the libraries lie.
        var configuration = JsonNode.Parse(File.ReadAllText(Path.Combine(SourceTree.Root, "docfx.json")))!;
        var metadata = configuration["metadata"]![0]!;
        metadata["src"]![0]!["src"] = AppContext.BaseDirectory;
        metadata["output"] = pages;
        metadata["filter"] = Path.Combine(SourceTree.Root, (string)metadata["filter"]!);
        var file = Path.Combine(folder, "metadata.json");
        File.WriteAllText(file, new JsonObject { ["metadata"] = metadata.Parent!.DeepClone() }.ToJsonString());
        Docfx("metadata", file);
        Docfx("build", Path.Combine(SourceTree.Root, "docfx.json"), "--output", Path.Combine(folder, "site"));
        return Path.Combine(folder, "site");
    }

    private static void Docfx(params string[] arguments)
    {
        var (code, output) = Run(["docfx", .. arguments, "--logLevel", "warning", "--warningsAsErrors"]);
        Output += output;
        Assert.AreEqual(0, code, output);
    }

    private static (int ExitCode, string Output) Run(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = SourceTree.Root,
        };
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output + errors.Result);
    }
}
