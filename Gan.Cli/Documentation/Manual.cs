using System.Text;
using System.Text.RegularExpressions;
using Gan.Onnx;
using Gan.Training;

namespace Gan.Cli.Documentation;

/// <summary>The pages of docs/, which are in the program, as text for a terminal.</summary>
internal static partial class Manual
{
    private const string Prefix = "docs/",
        Ending = ".md",
        Contents = "README";

    private static readonly Dictionary<string, string> Resources = typeof(Manual)
        .Assembly.GetManifestResourceNames()
        .Where(resource => resource.StartsWith(Prefix, StringComparison.Ordinal))
        .ToDictionary(resource => NameOf(resource.Replace('\\', '/')[Prefix.Length..^Ending.Length]));

    /// <summary>The pages' names, such as <c>tables</c> and <c>methods/r3gan</c>, in order.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        .. Resources
            .Keys.OrderBy(name => name.Contains('/', StringComparison.Ordinal))
            .ThenBy(name => name, StringComparer.Ordinal),
    ];

    /// <summary>What a page is about.</summary>
    public static string Title(string name) =>
        Read(name).Split('\n')[0].TrimStart('#').Replace("`", "", StringComparison.Ordinal).Trim();

    /// <summary>The name of the page that is meant: its whole name, or the end of it where one page alone ends so.</summary>
    /// <exception cref="GanException">There is no such page; the message names the nearest.</exception>
    public static string Find(string wanted)
    {
        var name = wanted.EndsWith(Ending, StringComparison.OrdinalIgnoreCase) ? wanted[..^Ending.Length] : wanted;
        string[] found = [.. Names.Where(n => n.Equals(name, StringComparison.OrdinalIgnoreCase))];
        if (found.Length == 0)
            found = [.. Names.Where(n => n.EndsWith($"/{name}", StringComparison.OrdinalIgnoreCase))];
        return found is [var one]
            ? one
            : throw new GanException(
                $"There is no page '{wanted}'. Did you mean '{NearestName.Find(name, Names.Concat(Names.Select(Last)))}'? "
                    + "'gan docs' lists all pages."
            );
    }

    /// <summary>A page without pictures and links' addresses; code is indented.</summary>
    public static string Text(string name)
    {
        var text = new StringBuilder();
        var isCode = false;
        foreach (var line in Read(name).Split('\n'))
        {
            if (line.TrimStart().StartsWith("```", StringComparison.Ordinal))
                isCode = !isCode;
            else if (isCode)
                text.Append("    ").Append(line).Append('\n');
            else
                text.Append(Emphasis().Replace(Link().Replace(Picture().Replace(line, "[picture: $1]"), "$1"), "$1"))
                    .Append('\n');
        }

        return text.ToString().TrimEnd('\n');
    }

    private static string NameOf(string path) =>
        path.EndsWith($"/{Contents}", StringComparison.Ordinal) ? path[..^(Contents.Length + 1)]
        : path == Contents ? "contents"
        : path;

    private static string Last(string name) => name[(name.LastIndexOf('/') + 1)..];

    private static string Read(string name)
    {
        using var reader = new StreamReader(typeof(Manual).Assembly.GetManifestResourceStream(Resources[name])!);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }

    [GeneratedRegex(@"!\[([^\]]*)\]\([^)]*\)")]
    private static partial Regex Picture();

    [GeneratedRegex(@"\[([^\]]+)\]\([^)]*\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"\*\*(.+?)\*\*")]
    private static partial Regex Emphasis();
}
