namespace Gan.Tests.Engineering;

/// <summary>Code is read side by side and in terminals: lines keep to the width that .editorconfig states.</summary>
[TestClass]
public sealed class LineWidthTests
{
    [TestMethod]
    public void No_line_is_wider_than_the_editor_configuration_says()
    {
        var (wide, maximum) = (new List<string>(), MaximumWidth());
        foreach (var file in SourceTree.Files("", ".cs"))
        {
            foreach (var (number, line) in File.ReadLines(file).Index())
            {
                if (line.Length > maximum)
                    wide.Add($"{SourceTree.Relative(file)}:{number + 1} has {line.Length} characters");
            }
        }

        Assert.AreEqual("", string.Join('\n', wide));
    }

    private static int MaximumWidth()
    {
        const string Setting = "max_line_length = ";
        var line = File.ReadLines(Path.Combine(SourceTree.Root, ".editorconfig"))
            .Single(l => l.StartsWith(Setting, StringComparison.Ordinal));
        return int.Parse(line[Setting.Length..], System.Globalization.CultureInfo.InvariantCulture);
    }
}
