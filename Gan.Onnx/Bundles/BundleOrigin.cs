using System.Globalization;
using System.Text;

namespace Gan.Onnx.Bundles;

/// <summary>Where a bundle comes from, to say so when it is refused.</summary>
/// <param name="Description">A path in quotes, or words such as "from a stream".</param>
/// <param name="MakeAgain">Ends a sentence about a bundle that was made wrong: what to do about it.</param>
internal sealed record BundleOrigin(string Description, string MakeAgain = "have it made again by its author")
{
    /// <summary>Ends a sentence about a bundle that can only have been damaged on its way.</summary>
    public const string FetchAgain = "copy or download the bundle again";

    /// <summary>A bundle that this very process is making.</summary>
    public static BundleOrigin InMemory { get; } = new("in memory", "mend what it is made of");

    public static BundleOrigin OfPath(string path) => new($"'{path}'");

    public GanException Refuse(string problem, Exception? cause = null)
    {
        var message = $"Bundle {Description} is refused: {problem}.";
        return cause is null ? new GanException(message) : new GanException(message, cause);
    }

    /// <summary>A text from a bundle as a message may show it: in quotes, short, and without control characters.</summary>
    public static string Quote(string? text) => $"'{Clean(text ?? "", 80)}'";

    /// <summary>The beginning of a text, without control characters.</summary>
    public static string Clean(string text, int shown)
    {
        var clean = new StringBuilder();
        foreach (var c in text.AsSpan(0, Math.Min(text.Length, shown)))
        {
            if (char.IsControl(c) || char.IsSurrogate(c) || char.GetUnicodeCategory(c) is UnicodeCategory.Format)
                clean.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
            else
                clean.Append(c);
        }

        return clean.Append(text.Length > shown ? "…" : "").ToString();
    }
}
