using System.Text.Json.Nodes;

namespace Gan.Training.Reporting;

/// <summary>The page that shows a run: the same live, fed by a server, and as a report, with its data inside. It loads nothing
/// from elsewhere.</summary>
internal static class RunPage
{
    /// <summary>Puts the page together.</summary>
    /// <param name="data">What it shows; null for a page that asks <c>api/events</c> for it.</param>
    /// <param name="nonce">What the page's script is marked with, for a content security policy; letters and digits.</param>
    /// <returns>An HTML document.</returns>
    public static string Render(JsonObject? data, string nonce)
    {
        ArgumentException.ThrowIfNullOrEmpty(nonce);
        if (!nonce.All(char.IsAsciiLetterOrDigit))
            throw new ArgumentException("The nonce must be of letters and digits.", nameof(nonce));
        // The serializer escapes <, > and &, so that no text of the run can end the element it stands in.
        return Resource("page.html")
            .Replace("{{css}}", Resource("page.css"), StringComparison.Ordinal)
            .Replace("{{js}}", Resource("page.js"), StringComparison.Ordinal)
            .Replace("{{nonce}}", nonce, StringComparison.Ordinal)
            .Replace("{{data}}", data?.ToJsonString() ?? "null", StringComparison.Ordinal);
    }

    private static string Resource(string name)
    {
        using var stream = typeof(RunPage).Assembly.GetManifestResourceStream($"Gan.Training.Reporting.Page.{name}")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
