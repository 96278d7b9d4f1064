using System.Globalization;
using System.Net;
using System.Text;

namespace Gan.Training.Reporting;

/// <summary>Draws lines in the plane as one SVG.</summary>
public static class LineChart
{
    private const int Width = 720,
        Height = 420,
        Left = 60,
        Right = 130,
        Top = 34,
        Bottom = 46,
        Ticks = 5;
    private static readonly string[] Colours = ["#0b6", "#c33", "#36c", "#c80", "#848"];

    /// <summary>Writes a chart.</summary>
    /// <param name="path">The file to make or replace.</param>
    /// <param name="title">What stands above it.</param>
    /// <param name="horizontal">What the horizontal axis shows.</param>
    /// <param name="vertical">What the vertical axis shows.</param>
    /// <param name="lines">The lines; at least one, with at least one point, all finite.</param>
    public static void Save(string path, string title, string horizontal, string vertical, IReadOnlyList<ChartLine> lines) =>
        AtomicFile.WriteText(path, Draw(title, horizontal, vertical, lines));

    /// <summary>Draws the loss of each player over the steps.</summary>
    /// <param name="title">What stands above it.</param>
    /// <param name="reports">The reports, in the order of their steps; at least one.</param>
    /// <returns>An SVG document without an XML declaration.</returns>
    public static string Losses(string title, IReadOnlyList<StepReport> reports)
    {
        ArgumentNullException.ThrowIfNull(reports);
        var players = reports.SelectMany(r => r.Totals.Select(l => l.Key)).Distinct();
        return Draw(
            title,
            "step",
            "loss",
            [
                .. players.Select(player => new ChartLine(
                    player,
                    [
                        .. reports
                            .Where(r => double.IsFinite(r.Losses.GetValueOrDefault(player, double.NaN)))
                            .Select(r => ((double)r.Step, r.Losses[player])),
                    ]
                )),
            ]
        );
    }

    /// <summary>Draws a chart.</summary>
    /// <param name="title">What stands above it.</param>
    /// <param name="horizontal">What the horizontal axis shows.</param>
    /// <param name="vertical">What the vertical axis shows.</param>
    /// <param name="lines">The lines; at least one, with at least one point, all finite.</param>
    /// <returns>An SVG document without an XML declaration.</returns>
    public static string Draw(string title, string horizontal, string vertical, IReadOnlyList<ChartLine> lines)
    {
        ArgumentNullException.ThrowIfNull(lines);
        var points = lines.SelectMany(l => l.Points).ToArray();
        ArgumentOutOfRangeException.ThrowIfZero(points.Length);
        var (x, y) = (Axis(points.Select(p => p.X)), Axis(points.Select(p => p.Y)));
        double ScreenX(double value) => Left + (value - x.From) / (x.To - x.From) * (Width - Left - Right);
        double ScreenY(double value) => Height - Bottom - (value - y.From) / (y.To - y.From) * (Height - Top - Bottom);
        var svg = new StringBuilder();
        svg.AppendLine(
            CultureInfo.InvariantCulture,
            $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Width} {Height}\" width=\"{Width}\" "
                + $"height=\"{Height}\" font-family=\"sans-serif\" font-size=\"12\">"
        );
        svg.AppendLine(CultureInfo.InvariantCulture, $"<rect width=\"{Width}\" height=\"{Height}\" fill=\"#fff\"/>");
        svg.AppendLine(
            CultureInfo.InvariantCulture,
            $"<text x=\"{Left}\" y=\"20\" font-size=\"14\" fill=\"#222\">{Encode(title)}</text>"
        );
        for (var i = 0; i <= Ticks; i++)
        {
            var (atX, atY) = (x.From + (x.To - x.From) * i / Ticks, y.From + (y.To - y.From) * i / Ticks);
            svg.AppendLine(
                CultureInfo.InvariantCulture,
                $"<line x1=\"{Left}\" x2=\"{Width - Right}\" y1=\"{ScreenY(atY):F1}\" y2=\"{ScreenY(atY):F1}\" "
                    + $"stroke=\"#e5e5e5\"/>"
            );
            svg.AppendLine(
                CultureInfo.InvariantCulture,
                $"<text x=\"{Left - 6}\" y=\"{ScreenY(atY) + 4:F1}\" text-anchor=\"end\" fill=\"#555\">{atY:0.##}</text>"
            );
            svg.AppendLine(
                CultureInfo.InvariantCulture,
                $"<text x=\"{ScreenX(atX):F1}\" y=\"{Height - Bottom + 18}\" text-anchor=\"middle\" "
                    + $"fill=\"#555\">{atX:0.##}</text>"
            );
        }

        svg.AppendLine(
            CultureInfo.InvariantCulture,
            $"<text x=\"{(Left + Width - Right) / 2}\" y=\"{Height - 8}\" text-anchor=\"middle\" "
                + $"fill=\"#222\">{Encode(horizontal)}</text>"
        );
        svg.AppendLine(
            CultureInfo.InvariantCulture,
            $"<text x=\"16\" y=\"{(Top + Height - Bottom) / 2}\" text-anchor=\"middle\" fill=\"#222\" transform=\"rotate(-90 "
                + $"16 {(Top + Height - Bottom) / 2})\">{Encode(vertical)}</text>"
        );
        for (var i = 0; i < lines.Count; i++)
        {
            var colour = Colours[i % Colours.Length];
            var path = string.Join(
                ' ',
                lines[i].Points.Select(p => string.Create(CultureInfo.InvariantCulture, $"{ScreenX(p.X):F1},{ScreenY(p.Y):F1}"))
            );
            svg.AppendLine(
                CultureInfo.InvariantCulture,
                $"<polyline points=\"{path}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"1.5\"/>"
            );
            svg.AppendLine(
                CultureInfo.InvariantCulture,
                $"<text x=\"{Width - Right + 10}\" y=\"{Top + 14 + i * 18}\" fill=\"{colour}\">{Encode(lines[i].Name)}</text>"
            );
        }

        svg.AppendLine("</svg>");
        return svg.ToString();
    }

    private static (double From, double To) Axis(IEnumerable<double> values)
    {
        var (low, high) = (values.Min(), values.Max());
        var margin = high > low ? (high - low) * 0.03 : 1;
        return (low - margin, high + margin);
    }

    private static string Encode(string text) => WebUtility.HtmlEncode(text);
}

/// <summary>A line of a chart.</summary>
/// <param name="Name">What the key calls it.</param>
/// <param name="Points">Its points, in the order they are joined.</param>
public sealed record ChartLine(string Name, IReadOnlyList<(double X, double Y)> Points);
