using Gan.Cli.Commands;
using Gan.Onnx;

namespace Gan.Tests.Onnx;

/// <summary>What a stranger's file holds is shown by a terminal, not obeyed.</summary>
[TestClass]
public sealed class PrintableTextTests
{
    [TestMethod]
    [DataRow("two words, ü, 猫, 😀", "two words, ü, 猫, 😀")]
    [DataRow("a\nb", "a\nb")]
    [DataRow("a\u001b[2Jb", "a\\u001b[2Jb")]
    [DataRow("a\rb\tc\0", "a\\u000db\\u0009c\\u0000")]
    [DataRow("\u009b1m", "\\u009b1m")]
    [DataRow("gpj.\u202Eexe", "gpj.\\u202eexe")]
    public void Messages_of_exceptions(string message, string shown)
    {
        Assert.AreEqual(shown, new GanException(message).Message);
        Assert.AreEqual(shown, new GanException(message, new InvalidDataException()).Message);
    }

    [TestMethod]
    public void Lines_on_a_terminal()
    {
        using var terminal = new StringWriter { NewLine = "\n" };
        using var writer = new PrintableWriter(terminal) { NewLine = "\n" };
        writer.WriteLine("skipped a\u001bb.png: \tempty");
        writer.Write("\r{0}", 3);
        writer.Write('\u0007');
        writer.Write(['x', '\u001b'], 0, 2);
        writer.WriteLine();
        writer.Write((string?)null);
        Assert.AreEqual("skipped a\\u001bb.png: \tempty\n\r3\\u0007x\\u001b\n", terminal.ToString());
    }
}
