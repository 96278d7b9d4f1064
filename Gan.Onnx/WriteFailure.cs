namespace Gan.Onnx;

/// <summary>What .NET throws where a file or folder cannot be written.</summary>
internal static class WriteFailure
{
    /// <summary>Whether an exception tells of a file that cannot be written, where nothing but writing was done.</summary>
    public static bool Is(Exception e) => e is IOException or UnauthorizedAccessException || IsTooLong(e);

    /// <summary>Why, in words.</summary>
    public static string Reason(Exception e) =>
        IsTooLong(e) ? "it would be longer than its file system, or a limit of this process (ulimit -f), allows." : e.Message;

    // EFBIG, which .NET takes for a length that somebody gave.
    private static bool IsTooLong(Exception e) => e is ArgumentOutOfRangeException { ParamName: "value" };
}
