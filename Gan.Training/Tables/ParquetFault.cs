using System.Text.RegularExpressions;

namespace Gan.Training.Tables;

/// <summary>What the Parquet library says of a file, without its own type names and stacks.</summary>
internal static partial class ParquetFault
{
    private const string Stack = "   at ";

    /// <summary>Why a file could not be read or written, in words.</summary>
    public static string Reason(Exception e)
    {
        var text = Wrapped().Match(e.Message) is { Success: true } found ? found.Groups["text"].Value : e.Message;
        if (text.IndexOf(Stack, StringComparison.Ordinal) is var at and >= 0)
            text = text[..at];
        return Thrower().Replace(text, "").ReplaceLineEndings(" ").Trim();
    }

    /// <summary>Such as <c>N7parquet16ParquetExceptionE (message: 'it ends early')</c>.</summary>
    [GeneratedRegex(@"^\w+ \(message: '(?<text>.*?)'?\)?$", RegexOptions.Singleline)]
    private static partial Regex Wrapped();

    /// <summary>Such as <c>IOError: System.IO.IOException: </c>, where a stream of .NET's failed.</summary>
    [GeneratedRegex(@"^(\w+: )?[\w.]+Exception: ")]
    private static partial Regex Thrower();
}
