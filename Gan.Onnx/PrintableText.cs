using System.Globalization;
using System.Text;

namespace Gan.Onnx;

/// <summary>Text that a terminal or a log shows instead of obeying.</summary>
internal static class PrintableText
{
    /// <summary>A text with escapes such as <c>\u001b</c> in place of control characters and of those that turn the direction of
    /// writing.</summary>
    /// <param name="text">The text; perhaps out of a stranger's file.</param>
    /// <param name="kept">Control characters that stay.</param>
    public static string Of(string text, string kept = "\n")
    {
        if (!text.Any(IsObeyed))
            return text;
        var printable = new StringBuilder();
        foreach (var c in text)
        {
            if (IsObeyed(c))
                printable.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
            else
                printable.Append(c);
        }

        return printable.ToString();

        bool IsObeyed(char c) =>
            (char.IsControl(c) && !kept.Contains(c)) || c is (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069');
    }
}
