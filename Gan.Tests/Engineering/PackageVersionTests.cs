using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Gan.Tests.Engineering;

/// <summary>Package versions stand in <c>Directory.Packages.props</c>, each once, so that one property changes them
/// everywhere.</summary>
[TestClass]
public sealed class PackageVersionTests
{
    private static readonly string[] Properties = ["MicrosoftMLVersion", "OnnxRuntimeVersion", "TorchSharpVersion"];

    [TestMethod]
    public void Each_pin_can_be_overridden_from_the_command_line()
    {
        foreach (var property in Properties)
        {
            var pin = Pins().Single(e => e.Name.LocalName == property);
            Assert.AreEqual(
                $"'$({property})' == ''",
                (string?)pin.Attribute("Condition"),
                $"{property} must yield to -p:{property}=VERSION."
            );
            Assert.IsTrue(Version.TryParse(pin.Value, out _), $"{property} is '{pin.Value}', which is no released version.");
        }
    }

    [TestMethod]
    public void Packages_of_one_family_take_their_version_from_one_property()
    {
        var versions = Document()
            .Descendants("PackageVersion")
            .ToDictionary(e => (string)e.Attribute("Include")!, e => (string)e.Attribute("Version")!);

        Assert.AreEqual("$(MicrosoftMLVersion)", versions["Microsoft.ML"]);
        Assert.AreEqual("$(MicrosoftMLVersion)", versions["Microsoft.ML.ImageAnalytics"]);
        foreach (
            var (package, version) in versions.Where(v => v.Key.StartsWith("Microsoft.ML.OnnxRuntime", StringComparison.Ordinal))
        )
            Assert.AreEqual("$(OnnxRuntimeVersion)", version, package);
        foreach (var (package, version) in versions.Where(v => v.Key.StartsWith("TorchSharp", StringComparison.Ordinal)))
            Assert.AreEqual("$(TorchSharpVersion)", version, package);
    }

    [TestMethod]
    public void No_project_states_a_version_itself()
    {
        var versioned = SourceTree
            .Projects.Concat(SourceTree.Files("", ".props"))
            .Where(p => Path.GetFileName(p) != "Directory.Packages.props")
            .SelectMany(p => new ProjectFile(p).VersionedPackages.Select(v => $"{SourceTree.Relative(p)}: {v}"));

        Assert.AreEqual("", string.Join(", ", versioned));
    }

    [TestMethod]
    public void Pins_are_repeated_nowhere()
    {
        var pins = Pins().Where(e => Properties.Contains(e.Name.LocalName)).Select(e => Regex.Escape(e.Value));
        var pin = new Regex($@"(?<![\w.])({string.Join('|', pins)})(?![\w.]*\d)");
        var repeated = SourceTree
            .Files("", ".csproj", ".props", ".targets", ".sh", ".config", "README.md", ".ci/run")
            .Where(f => SourceTree.Relative(f) != "Directory.Packages.props" && pin.IsMatch(File.ReadAllText(f)))
            .Select(SourceTree.Relative);

        Assert.AreEqual(
            "",
            string.Join(", ", repeated),
            "These files repeat a version that only Directory.Packages.props may state."
        );
    }

    private static XDocument Document() => XDocument.Load(Path.Combine(SourceTree.Root, "Directory.Packages.props"));

    private static IEnumerable<XElement> Pins() => Document().Descendants("PropertyGroup").Elements();
}
