using System.Xml.Linq;

namespace Gan.Tests.Engineering;

/// <summary>What a project file references.</summary>
internal sealed class ProjectFile
{
    private readonly XDocument _document;

    public ProjectFile(string path)
    {
        _document = XDocument.Load(path);
        Name = Path.GetFileNameWithoutExtension(path);
    }

    public string Name { get; }

    public IReadOnlyList<string> Projects =>
        [.. Items("ProjectReference").Select(i => Path.GetFileNameWithoutExtension(Include(i).Replace('\\', '/')))];

    public IReadOnlyList<string> Packages => [.. Items("PackageReference").Select(Include)];

    /// <summary>Package references that state a version themselves.</summary>
    public IReadOnlyList<string> VersionedPackages =>
        [
            .. Items("PackageReference")
                .Where(i =>
                    i.Attributes()
                        .Select(a => a.Name.LocalName)
                        .Concat(i.Elements().Select(e => e.Name.LocalName))
                        .Any(n => n is "Version" or "VersionOverride")
                )
                .Select(Include),
        ];

    private IEnumerable<XElement> Items(string name) => _document.Descendants().Where(e => e.Name.LocalName == name);

    private static string Include(XElement item) => (string?)item.Attribute("Include") ?? (string?)item.Attribute("Update") ?? "";
}
