using System.Text;
using Gan.Onnx;

namespace Gan.Cli.Commands;

/// <summary>Writes to a terminal what it shall show: names of files, classes and columns may come from strangers, and hold what
/// it would obey.</summary>
internal sealed class PrintableWriter(TextWriter terminal) : TextWriter
{
    private const string Kept = "\r\n\t";

    /// <inheritdoc/>
    public override Encoding Encoding => terminal.Encoding;

    /// <inheritdoc/>
    public override void Write(char value) => terminal.Write(PrintableText.Of(value.ToString(), Kept));

    /// <inheritdoc/>
    public override void Write(string? value) => terminal.Write(value is null ? null : PrintableText.Of(value, Kept));

    /// <inheritdoc/>
    public override void Write(char[] buffer, int index, int count) => Write(new string(buffer, index, count));

    /// <inheritdoc/>
    public override void WriteLine(string? value) => Write(value + NewLine);

    /// <inheritdoc/>
    public override void Flush() => terminal.Flush();
}
