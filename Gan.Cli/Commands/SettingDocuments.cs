using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;
using Gan.Training.Methods;
using Gan.Training.Validation;

namespace Gan.Cli.Commands;

/// <summary>What each setting of a recipe means, from the documentation that the compiler writes beside the library.</summary>
internal static partial class SettingDocuments
{
    /// <summary>The meanings by the settings' names; without those that are not documented, and empty where the file is not
    /// there.</summary>
    public static IReadOnlyDictionary<string, string> Of(Recipe recipe)
    {
        var members = Members(Path.ChangeExtension(typeof(Recipe).Assembly.Location, ".xml"));
        return OptionRule
            .Of(recipe.GetType())
            .Where(r => members.ContainsKey(Member(r)))
            .ToDictionary(r => r.Name, r => members[Member(r)], StringComparer.Ordinal);
    }

    private static string Member(OptionRule rule) => $"P:{rule.DeclaringType.FullName}.{rule.PropertyName}";

    private static Dictionary<string, string> Members(string file)
    {
        if (!File.Exists(file))
            return [];
        try
        {
            return XDocument
                .Load(file)
                .Descendants("member")
                .Select(m =>
                    (Name: m.Attribute("name")?.Value ?? "", Text: m.Element("summary") is { } summary ? Plain(summary) : "")
                )
                .Where(m => m.Text.Length > 0)
                .DistinctBy(m => m.Name)
                .ToDictionary(m => m.Name, m => m.Text);
        }
        catch (XmlException)
        {
            return [];
        }
    }

    private static string Plain(XElement summary) =>
        Spaces()
            .Replace(
                string.Concat(
                    summary
                        .Nodes()
                        .Select(n =>
                            n switch
                            {
                                XText text => text.Value,
                                XElement { Name.LocalName: "see" or "paramref" } link => OptionRule.Kebab(
                                    (link.Attribute("cref") ?? link.Attribute("name"))?.Value.Split('.')[^1] ?? ""
                                ),
                                XElement element => element.Value,
                                _ => "",
                            }
                        )
                ),
                " "
            )
            .Trim();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
