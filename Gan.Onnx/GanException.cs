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
        : base(PrintableText.Of(message)) { }

    /// <summary>Creates the exception with <paramref name="message"/>, in full sentences, and what caused it.</summary>
    public GanException(string message, Exception innerException)
        : base(PrintableText.Of(message), innerException) { }
}
