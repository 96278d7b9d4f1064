using System.Text.RegularExpressions;
using Gan.Tests.Engineering;

namespace Gan.Tests.Samples;

/// <summary>Pages quote nothing but code that is compiled and run: that of samples, and of tests that show how something is
/// used.</summary>
[TestClass]
public sealed partial class QuotedCodeTests
{
    [TestMethod]
    public void Every_block_of_every_page_is_quoted_from_code_that_is_run()
    {
        var sources = Sources();
        var blocks = SourceTree
            .Files("", ".md")
            .SelectMany(page => Blocks(File.ReadAllText(page)).Select(b => (page, b)))
            .ToArray();
        Assert.IsGreaterThan(40, blocks.Length, "pages quote code");
        var strange = blocks
            .Where(b => !sources.Any(s => IsQuoted(b.b, s.Code)))
            .Select(b => $"{SourceTree.Relative(b.page)}: {b.b.Split('\n')[0]} ... {Strangest(b.b, sources)}");
        Assert.AreEqual("", string.Join('\n', strange), "No single file that is compiled and run has these blocks' lines.");
    }

    [TestMethod]
    public void Every_sample_is_run_by_a_test()
    {
        var tests = SourceTree
            .Files("Gan.Tests", ".cs")
            .Where(f => Path.GetFileName(f) != $"{nameof(QuotedCodeTests)}.cs")
            .Select(File.ReadAllText)
            .ToArray();
        foreach (var sample in Directory.EnumerateDirectories(Path.Combine(SourceTree.Root, "samples")).Select(Path.GetFileName))
        {
            string[] signs = [$"using {sample};", $"\"{sample}.dll\"", $"Run(\"{sample}\""];
            Assert.IsTrue(tests.Any(test => signs.Any(s => test.Contains(s, StringComparison.Ordinal))), $"nobody runs {sample}");
        }
    }

    [TestMethod]
    [DataRow("var a = 1;\nvar c = 3;", true)]
    [DataRow("var a = 1; var b = new[] { 2, };", true)]
    [DataRow("var a = 2;", false)]
    [DataRow("var c = 3;\nvar a = 1;", false)]
    public void Lines_are_quoted_as_they_are_and_in_their_order(string block, bool expected) =>
        Assert.AreEqual(expected, IsQuoted(block, Compact("var a = 1;\nvar b = new[]\n{\n    2,\n};\nvar c = 3;")));

    [TestMethod]
    public void Blocks_are_found_whatever_stands_around_them()
    {
        string[] blocks = [.. Blocks("text\n```csharp\na;\nb;\n```\n```bash\nc\n```\n* item\n  ```csharp\n  d;\n  ```\n")];
        CollectionAssert.AreEqual(new[] { "a;\nb;\n", "  d;\n  " }, blocks);
        Assert.ThrowsExactly<AssertFailedException>(() => Blocks("```cs\na;\n```\n").ToArray());
    }

    private static (string File, string Code)[] Sources() =>
        [
            .. SourceTree
                .Files("samples", ".cs")
                .Concat(SourceTree.Files("Gan.Tests/Samples", ".cs"))
                .Concat(SourceTree.Files("Gan.Tests/Ecosystem", ".cs"))
                .Concat(SourceTree.Files("Gan.Tests/Packages/Packed", ".cs"))
                .Where(f => Path.GetFileName(f) != $"{nameof(QuotedCodeTests)}.cs")
                .Select(f => (f, Compact(File.ReadAllText(f)))),
        ];

    private static IEnumerable<string> Blocks(string page)
    {
        foreach (Match match in Fence().Matches(page))
        {
            var language = match.Groups[1].Value;
            Assert.DoesNotContain(language, new[] { "cs", "c#", "C#" }, "C# is marked as csharp");
            if (language == "csharp")
                yield return match.Groups[2].Value;
        }
    }

    /// <summary>Whether a file has all lines of a block, in their order; other lines may lie between them.</summary>
    private static bool IsQuoted(string block, string code)
    {
        var place = 0;
        foreach (var line in Lines(block))
        {
            place = code.IndexOf(line, place, StringComparison.Ordinal);
            if (place < 0)
                return false;
            place += line.Length;
        }

        return true;
    }

    private static string Strangest(string block, (string File, string Code)[] sources) =>
        Lines(block).FirstOrDefault(line => !sources.Any(s => s.Code.Contains(line, StringComparison.Ordinal)))
        ?? "(each line is somewhere, but not all in one file, in this order)";

    private static IEnumerable<string> Lines(string block) =>
        block.Split('\n').Where(line => !string.IsNullOrWhiteSpace(line)).Select(line => Compact(line).TrimEnd(','));

    /// <summary>Code without what depends on where lines are broken: white space, and a list's last comma.</summary>
    private static string Compact(string code) =>
        string.Concat(code.Where(c => !char.IsWhiteSpace(c)))
            .Replace(",}", "}", StringComparison.Ordinal)
            .Replace(",)", ")", StringComparison.Ordinal);

    [GeneratedRegex(@"^[ \t]*```(\S*)[ \t]*\n(.*?)```[ \t]*$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fence();
}
