using System.Text.RegularExpressions;
using Gan.Training.Methods;

namespace Gan.Tests.Engineering;

/// <summary>Pages lead somewhere, and no method is without one.</summary>
[TestClass]
public sealed partial class DocumentationTests
{
    [TestMethod]
    public void Every_method_has_a_page_that_is_linked()
    {
        var links = Links(Path.Combine(SourceTree.Root, "docs", "README.md")).ToHashSet();
        foreach (var recipe in RecipeCatalog.All)
        {
            var page = Path.Combine(SourceTree.Root, "docs", "methods", $"{recipe.Name}.md");
            Assert.IsTrue(File.Exists(page), $"{recipe.Name} has no page");
            Assert.Contains(page, links, $"docs/README.md does not lead to {recipe.Name}");
            var text = File.ReadAllText(page);
            foreach (
                var part in new[]
                {
                    $"`{recipe.Name}`",
                    "## When to use it",
                    "## What goes wrong",
                    $"gan train --recipe {recipe.Name}",
                }
            )
                StringAssert.Contains(text, part, $"{recipe.Name}'s page lacks '{part}'");
        }
    }

    [TestMethod]
    public void Links_lead_to_files_that_are_there()
    {
        var pages = SourceTree.Files("", ".md").ToArray();
        Assert.IsTrue(pages.Length > 20);
        foreach (var page in pages)
        foreach (var target in Links(page))
            Assert.IsTrue(Path.Exists(target), $"{SourceTree.Relative(page)} leads to {SourceTree.Relative(target)}");
    }

    private static IEnumerable<string> Links(string page) =>
        Link()
            .Matches(File.ReadAllText(page))
            .Select(match => match.Groups[1].Value)
            .Where(target => target.Length > 0 && !target.Contains(':', StringComparison.Ordinal))
            .Select(target => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(page)!, target)));

    [GeneratedRegex(@"\]\(([^)#\s]*)[^)]*\)")]
    private static partial Regex Link();
}
