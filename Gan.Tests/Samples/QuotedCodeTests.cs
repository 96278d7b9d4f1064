using Gan.Tests.Engineering;

namespace Gan.Tests.Samples;

/// <summary>Pages quote nothing but code that is compiled and run: that of samples, and of the tests in this folder.</summary>
[TestClass]
public sealed class QuotedCodeTests
{
    [TestMethod]
    [DataRow("README.md")]
    [DataRow("docs/add-a-method.md")]
    [DataRow("docs/editing.md")]
    [DataRow("docs/mlnet.md")]
    [DataRow("docs/tables.md")]
    public void A_page_quotes_what_is_compiled_and_run(string file)
    {
        var page = File.ReadAllText(Path.Combine(SourceTree.Root, file));
        var code = SourceTree
            .Files("samples", ".cs")
            .Concat(SourceTree.Files("Gan.Tests/Samples", ".cs"))
            .Select(source => Compact(File.ReadAllText(source)))
            .ToArray();
        var quoted = page.Split("```csharp\n")[1..]
            .SelectMany(part => part.Split("```")[0].Split('\n'))
            .Where(line => !string.IsNullOrWhiteSpace(line))
            .ToArray();
        Assert.IsTrue(quoted.Length > 5, "the page quotes code");
        foreach (var line in quoted)
            Assert.IsTrue(
                code.Any(c => c.Contains(Compact(line).TrimEnd(','), StringComparison.Ordinal)),
                $"nobody compiles this line: {line}"
            );
    }

    /// <summary>Code without what depends on where lines are broken: white space, and a list's last comma.</summary>
    private static string Compact(string code) =>
        string.Concat(code.Where(c => !char.IsWhiteSpace(c))).Replace(",}", "}", StringComparison.Ordinal);
}
