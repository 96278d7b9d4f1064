using System.Globalization;
using System.Text;

namespace Gan.Training.Reporting;

/// <summary>Draws both players' losses over the steps as one SVG.</summary>
public static class LossChart
{
    private const int Width = 720,
        Height = 300,
        Left = 50,
        Right = 130,
        Top = 30,
        Bottom = 40;
    private const int Ticks = 5;

    /// <summary>Draws the chart.</summary>
    /// <param name="title">What stands above it.</param>
    /// <param name="losses">The losses, in the order of their steps; at least one.</param>
    /// <returns>An SVG document without an XML declaration, so that it can stand in a page as it is.</returns>
    public static string Draw(string title, IReadOnlyList<StepLosses> losses)
    {
        ArgumentNullException.ThrowIfNull(title);
        ArgumentNullException.ThrowIfNull(losses);
        ArgumentOutOfRangeException.ThrowIfZero(losses.Count);
        var lastStep = Math.Max(1, losses[^1].Step);
        var top = Math.Max(0.1, losses.Max(l => Math.Max(l.Discriminator, l.Generator)) * 1.05);
        var bottom = Math.Min(0, losses.Min(l => Math.Min(l.Discriminator, l.Generator)) * 1.05);
        var svg = new StringBuilder();
        svg.AppendLine(
            CultureInfo.InvariantCulture,
            $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Width} {Height}\" width=\"{Width}\" "
                + $"height=\"{Height}\" font-family=\"sans-serif\" font-size=\"12\">"
        );
        svg.AppendLine(CultureInfo.InvariantCulture, $"<rect width=\"{Width}\" height=\"{Height}\" fill=\"#fff\"/>");
        svg.AppendLine(
            CultureInfo.InvariantCulture,
            $"<text x=\"{Left}\" y=\"18\" font-size=\"14\" fill=\"#222\">{System.Net.WebUtility.HtmlEncode(title)}</text>"
        );
        for (var i = 0; i <= Ticks; i++)
        {
            var value = bottom + (top - bottom) * i / Ticks;
            var step = lastStep * i / Ticks;
            svg.AppendLine(
                CultureInfo.InvariantCulture,
                $"<line x1=\"{Left}\" x2=\"{Width - Right}\" y1=\"{Y(value):F1}\" y2=\"{Y(value):F1}\" stroke=\"#e4e4e4\"/>"
            );
            svg.AppendLine(
                CultureInfo.InvariantCulture,
                $"<text x=\"{Left - 6}\" y=\"{Y(value) + 4:F1}\" text-anchor=\"end\" fill=\"#555\">{value:F2}</text>"
            );
            svg.AppendLine(
                CultureInfo.InvariantCulture,
                $"<text x=\"{X(step):F1}\" y=\"{Height - Bottom + 18}\" text-anchor=\"middle\" fill=\"#555\">{step}</text>"
            );
        }

        Curve("discriminator", "#1f6feb", 0, l => l.Discriminator);
        Curve("generator", "#d1242f", 1, l => l.Generator);
        svg.AppendLine(
            CultureInfo.InvariantCulture,
            $"<text x=\"{(Left + Width - Right) / 2}\" y=\"{Height - 6}\" text-anchor=\"middle\" fill=\"#555\">step</text>"
        );
        svg.Append("</svg>");
        return svg.ToString();

        double X(long step) => Left + (double)step / lastStep * (Width - Left - Right);

        double Y(double value) => Height - Bottom - (value - bottom) / (top - bottom) * (Height - Top - Bottom);

        void Curve(string name, string colour, int row, Func<StepLosses, double> value)
        {
            var points = string.Join(
                ' ',
                losses.Select(l => string.Create(CultureInfo.InvariantCulture, $"{X(l.Step):F1},{Y(value(l)):F1}"))
            );
            svg.AppendLine(
                CultureInfo.InvariantCulture,
                $"<polyline points=\"{points}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"1.3\"/>"
            );
            svg.AppendLine(
                CultureInfo.InvariantCulture,
                $"<text x=\"{Width - Right + 10}\" y=\"{Top + 16 + row * 18}\" fill=\"{colour}\">{name}</text>"
            );
        }
    }
}
