using System.Globalization;
using System.Net;
using System.Text;

namespace Gan.Training.Reporting;

/// <summary>Builds one self-contained HTML page: pictures and charts stand inside it, so that it opens without a
/// server.</summary>
internal sealed class HtmlPage
{
    private const string Style = """
        body{font:15px/1.5 system-ui,sans-serif;color:#1f2328;max-width:60rem;margin:2rem auto;padding:0 1rem}
        h1{font-size:1.6rem}h2{font-size:1.2rem;margin-top:2rem;border-bottom:1px solid #d1d9e0}
        table{border-collapse:collapse;width:100%}
        th,td{text-align:left;padding:.3rem .6rem;border-bottom:1px solid #e4e8ec;vertical-align:top}
        td.number{font-variant-numeric:tabular-nums;white-space:nowrap}td.note{color:#59636e}
        figure{display:inline-block;margin:0 1rem 1rem 0}figcaption{color:#59636e}
        img{image-rendering:pixelated;max-width:100%}svg{max-width:100%;height:auto}
        """;

    private readonly StringBuilder _body = new();
    private readonly string _title;

    /// <summary>Begins a page.</summary>
    /// <param name="title">Its title and first heading.</param>
    public HtmlPage(string title)
    {
        _title = WebUtility.HtmlEncode(title);
    }

    /// <summary>Begins a section.</summary>
    /// <param name="heading">Its heading.</param>
    public void AddHeading(string heading) =>
        _body.AppendLine(CultureInfo.InvariantCulture, $"<h2>{WebUtility.HtmlEncode(heading)}</h2>");

    /// <summary>Adds a paragraph.</summary>
    /// <param name="text">Plain text.</param>
    public void AddText(string text) => _body.AppendLine(CultureInfo.InvariantCulture, $"<p>{WebUtility.HtmlEncode(text)}</p>");

    /// <summary>Adds a PNG with a caption.</summary>
    /// <param name="path">The file; its bytes are copied into the page.</param>
    /// <param name="caption">What it shows; also its alternative text.</param>
    public void AddImage(string path, string caption)
    {
        var text = WebUtility.HtmlEncode(caption);
        _body.AppendLine(
            CultureInfo.InvariantCulture,
            $"<figure><img alt=\"{text}\" src=\"data:image/png;base64,{Convert.ToBase64String(File.ReadAllBytes(path))}\">"
                + $"<figcaption>{text}</figcaption></figure>"
        );
    }

    /// <summary>Adds a drawing.</summary>
    /// <param name="svg">An SVG element.</param>
    public void AddSvg(string svg) => _body.AppendLine(svg);

    /// <summary>Adds a table of figures.</summary>
    /// <param name="rows">What was measured, its value, and a note on how.</param>
    public void AddTable(IEnumerable<(string Name, string Value, string Note)> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        _body.AppendLine("<table><tr><th>what</th><th>value</th><th>how</th></tr>");
        foreach (var (name, value, note) in rows)
            _body.AppendLine(
                CultureInfo.InvariantCulture,
                $"<tr><td>{WebUtility.HtmlEncode(name)}</td><td class=\"number\">{WebUtility.HtmlEncode(value)}</td><td "
                    + $"class=\"note\">{WebUtility.HtmlEncode(note)}</td></tr>"
            );
        _body.AppendLine("</table>");
    }

    /// <summary>Writes the page, whole or not at all.</summary>
    /// <param name="path">The file to make or replace.</param>
    public void Save(string path) =>
        AtomicFile.WriteText(
            path,
            $"<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>{_title}</title>"
                + $"<style>{Style}</style></head>\n"
                + $"<body><h1>{_title}</h1>\n{_body}</body></html>\n"
        );
}
