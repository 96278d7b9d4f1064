using System.Runtime.CompilerServices;

namespace Gan.Tests.Engineering;

/// <summary>The sources that these tests were compiled from.</summary>
internal static class SourceTree
{
    private static readonly string[] BuildOutput = ["bin", "obj", "artifacts", ".git", "TestResults"];

    /// <summary>The folder that holds <c>Gan.sln</c>.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>Files of the tree, build output apart, whose names end in one of the given endings.</summary>
    /// <param name="folder">Where to look, relative to the root; "" for everywhere.</param>
    /// <param name="endings">For example <c>.csproj</c>.</param>
    public static IEnumerable<string> Files(string folder, params string[] endings) =>
        Walk(Path.Combine(Root, folder))
            .Where(f => endings.Any(e => f.EndsWith(e, StringComparison.Ordinal)))
            .Order(StringComparer.Ordinal);

    /// <summary>The projects of the tree. Those of templates are none before they are instantiated.</summary>
    public static IEnumerable<string> Projects =>
        Files("", ".csproj").Where(p => !Relative(p).StartsWith("Gan.Templates/content/", StringComparison.Ordinal));

    /// <summary>A path as it reads from the root.</summary>
    public static string Relative(string path) => Path.GetRelativePath(Root, path).Replace('\\', '/');

    private static IEnumerable<string> Walk(string folder)
    {
        foreach (var file in Directory.EnumerateFiles(folder))
            yield return file;
        foreach (var inner in Directory.EnumerateDirectories(folder).Where(d => !BuildOutput.Contains(Path.GetFileName(d))))
        {
            foreach (var file in Walk(inner))
                yield return file;
        }
    }

    // Build output may lie outside the tree, so the place of this file comes first.
    private static string FindRoot([CallerFilePath] string thisFile = "")
    {
        foreach (var start in new[] { Path.GetDirectoryName(thisFile), AppContext.BaseDirectory })
        {
            for (var folder = start; !string.IsNullOrEmpty(folder); folder = Path.GetDirectoryName(folder))
            {
                if (File.Exists(Path.Combine(folder, "Gan.sln")))
                    return folder;
            }
        }

        throw new InvalidOperationException($"Gan.sln lies neither above {thisFile} nor above {AppContext.BaseDirectory}.");
    }
}
