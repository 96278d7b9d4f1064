using System.Globalization;
using System.Text;

namespace Gan.Onnx;

/// <summary>
/// A problem that the user can mend: a damaged bundle, a wrong file, a missing device.
/// </summary>
/// <remarks>
/// The message is one or more full sentences that name what was wrong, where, and what to do about it. Front ends print it as it
/// is, without a stack trace, and end with exit code 1. What it quotes may come from a stranger's file: characters that a
/// terminal or a log would obey instead of showing are written as escapes, such as <c>\u001b</c>; line breaks stay.
/// </remarks>
public sealed class GanException : Exception
{
    /// <summary>Creates the exception without a message of its own; prefer the other constructors.</summary>
    public GanException() { }

    /// <summary>Creates the exception with <paramref name="message"/>, in full sentences.</summary>
    public GanException(string message)
        : base(Printable(message)) { }

    /// <summary>Creates the exception with <paramref name="message"/>, in full sentences, and what caused it.</summary>
    public GanException(string message, Exception innerException)
        : base(Printable(message), innerException) { }

    private static string Printable(string message)
    {
        if (!message.Any(IsObeyed))
            return message;
        var printable = new StringBuilder();
        foreach (var c in message)
        {
            if (IsObeyed(c))
                printable.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
            else
                printable.Append(c);
        }

        return printable.ToString();
    }

    /// <summary>Control characters but the line break, and those that turn the direction of writing.</summary>
    private static bool IsObeyed(char c) =>
        (char.IsControl(c) && c != '\n') || c is (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069');
}
