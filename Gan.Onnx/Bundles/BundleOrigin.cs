using System.Globalization;
using System.Text;

namespace Gan.Onnx.Bundles;

/// <summary>Where a bundle comes from, to say so when it is refused.</summary>
/// <param name="Description">A path in quotes, or words such as "from a stream".</param>
internal sealed record BundleOrigin(string Description)
{
    /// <summary>Ends a sentence about a bundle that can only have been damaged on its way.</summary>
    public const string FetchAgain = "copy or download the bundle again";

    /// <summary>Ends a sentence about a bundle that was made wrong.</summary>
    public const string MakeAgain = "have it made again by its author";

    public static BundleOrigin OfPath(string path) => new($"'{path}'");

    public GanException Refuse(string problem, Exception? cause = null)
    {
        var message = $"Bundle {Description} is refused: {problem}.";
        return cause is null ? new GanException(message) : new GanException(message, cause);
    }

    /// <summary>A text from a bundle as a message may show it: in quotes, short, and without control characters.</summary>
    public static string Quote(string? text)
    {
        const int Shown = 80;
        var quoted = new StringBuilder("'");
        foreach (var c in (text ?? "").AsSpan(0, Math.Min(text?.Length ?? 0, Shown)))
        {
            if (char.IsControl(c) || char.IsSurrogate(c) || char.GetUnicodeCategory(c) is UnicodeCategory.Format)
                quoted.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
            else
                quoted.Append(c);
        }

        return quoted.Append(text?.Length > Shown ? "…'" : "'").ToString();
    }
}
