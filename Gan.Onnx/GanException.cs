namespace Gan.Onnx;

/// <summary>
/// A problem that the user can mend: a damaged bundle, a wrong file, a missing device.
/// </summary>
/// <remarks>
/// The message is one or more full sentences that name what was wrong, where, and what to do about it. Front ends print it as it
/// is, without a stack trace, and end with exit code 1.
/// </remarks>
public sealed class GanException : Exception
{
    /// <summary>Creates the exception without a message of its own; prefer the other constructors.</summary>
    public GanException() { }

    /// <summary>Creates the exception with <paramref name="message"/>, in full sentences.</summary>
    public GanException(string message)
        : base(message) { }

    /// <summary>Creates the exception with <paramref name="message"/>, in full sentences, and what caused it.</summary>
    public GanException(string message, Exception innerException)
        : base(message, innerException) { }
}
