using System.Net;
using System.Text.RegularExpressions;

namespace Gan.Tests.Engineering;

/// <summary>The site has every page and every public type, and its links lead to something.</summary>
[TestClass]
public sealed partial class SiteTests
{
    private static readonly Dictionary<string, string> Pages = [];

    [ClassInitialize]
    public static void ReadPages(TestContext context)
    {
        foreach (var file in Directory.EnumerateFiles(BuiltSite.Folder, "*.html", SearchOption.AllDirectories))
            Pages.Add(file, File.ReadAllText(file));
    }

    [TestMethod]
    public void Docfx_warns_of_nothing() =>
        Assert.DoesNotContain("warning", BuiltSite.Output.Replace("0 warning(s)", "", StringComparison.Ordinal));

    [TestMethod]
    public void Every_page_is_there_and_in_the_table_of_contents()
    {
        var contents = Targets(Page("docs/toc.html")).Select(t => t.File).ToArray();
        foreach (var source in SourceTree.Files("docs", ".md").Concat(SourceTree.Files("models", ".md")))
        {
            var page = Page(Path.ChangeExtension(SourceTree.Relative(source), ".html"));
            Assert.IsTrue(Pages.ContainsKey(page), $"{page} was not made");
            Assert.AreEqual(1, contents.Count(c => c == page), $"{SourceTree.Relative(source)} in docs/toc.yml");
        }
    }

    [TestMethod]
    [DataRow("Gan.Onnx")]
    [DataRow("Gan.MLNet")]
    [DataRow("Gan.Training")]
    public void Every_public_type_has_a_page(string library)
    {
        foreach (var type in System.Reflection.Assembly.Load(library).GetExportedTypes())
        {
            var page = Page($"api/{type.FullName!.Replace('+', '.').Replace('`', '-')}.html");
            Assert.IsTrue(Pages.ContainsKey(page), $"{type} has no page");
        }
    }

    [TestMethod]
    public void Every_link_within_the_site_leads_to_something()
    {
        var anchors = Pages.ToDictionary(
            page => page.Key,
            page => Anchor().Matches(page.Value).Select(m => WebUtility.HtmlDecode(m.Groups[1].Value)).ToHashSet()
        );
        var (links, broken) = (0, new List<string>());
        foreach (var page in Pages.Keys)
        foreach (var (file, anchor) in Targets(page))
        {
            links++;
            if (!File.Exists(file))
                broken.Add($"{page} leads to {file}, which is not there");
            else if (anchor.Length > 0 && anchors.TryGetValue(file, out var known) && !known.Contains(anchor))
                broken.Add($"{page} leads to {file}#{anchor}, and there is no such place");
        }

        Assert.IsGreaterThan(5_000, links);
        Assert.AreEqual("", string.Join('\n', broken.Distinct().Take(50)));
    }

    [TestMethod]
    public void Pages_load_nothing_from_elsewhere()
    {
        var foreign = Pages
            .SelectMany(page => Loaded().Matches(page.Value).Select(m => m.Groups[1].Value))
            .Where(address => address.Contains("//", StringComparison.Ordinal));
        Assert.AreEqual("", string.Join(' ', foreign.Distinct()));
    }

    private static string Page(string path) => Path.GetFullPath(Path.Combine(BuiltSite.Folder, path));

    private static IEnumerable<(string File, string Anchor)> Targets(string page)
    {
        foreach (Match match in Target().Matches(Pages[page]))
        {
            var target = WebUtility.HtmlDecode(match.Groups[1].Value);
            if (target.Length == 0 || Scheme().IsMatch(target))
                continue;
            var parts = target.Split('#', 2);
            var file = Uri.UnescapeDataString(parts[0].Split('?')[0]);
            yield return (
                file.Length == 0 ? page : Path.GetFullPath(Path.Combine(Path.GetDirectoryName(page)!, file)),
                parts.Length > 1 ? Uri.UnescapeDataString(parts[1]) : ""
            );
        }
    }

    [GeneratedRegex(@"\s(?:href|src)=""([^""]*)""")]
    private static partial Regex Target();

    [GeneratedRegex(@"\s(?:id|name)=""([^""]*)""")]
    private static partial Regex Anchor();

    [GeneratedRegex(@"<(?:script|img|link|iframe)\b[^>]*\s(?:src|href)=""([^""]*)""")]
    private static partial Regex Loaded();

    [GeneratedRegex("^([a-z]+:|//)", RegexOptions.IgnoreCase)]
    private static partial Regex Scheme();
}
