using Gan.Tests.Engineering;

namespace Gan.Tests.Samples;

/// <summary>Pages quote nothing but code that is compiled and run: that of samples, and of the tests in this folder.</summary>
[TestClass]
public sealed class QuotedCodeTests
{
    [TestMethod]
    [DataRow("README.md")]
    [DataRow("docs/mlnet.md")]
    [DataRow("docs/tables.md")]
    public void A_page_quotes_what_is_compiled_and_run(string file)
    {
        var page = File.ReadAllText(Path.Combine(SourceTree.Root, file));
        var code = SourceTree.Files("samples", ".cs").Concat(SourceTree.Files("Gan.Tests/Samples", ".cs"))
            .SelectMany(File.ReadAllLines).Select(line => line.Trim()).ToHashSet();
        var quoted = page.Split("```csharp\n")[1..].SelectMany(part => part.Split("```")[0].Split('\n')).Select(line => line.Trim()).Where(line => line.Length > 0).ToArray();
        Assert.IsTrue(quoted.Length > 5, "the page quotes code");
        foreach (var line in quoted) Assert.IsTrue(code.Contains(line), $"nobody compiles this line: {line}");
    }
}
