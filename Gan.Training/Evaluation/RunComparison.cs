using System.Globalization;
using System.Net;
using System.Text;
using Gan.Onnx.Inference;
using Gan.Training.Reporting;

namespace Gan.Training.Evaluation;

/// <summary>Two runs or bundles side by side.</summary>
internal sealed class RunComparison
{
    private const int SampleRows = 64,
        SampleColumns = 8;

    /// <summary>Compares.</summary>
    /// <param name="first">One.</param>
    /// <param name="second">The other.</param>
    public RunComparison(ComparedRun first, ComparedRun second)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        (First, Second) = (first, second);
        Figures = Compare(FigureTexts(first), FigureTexts(second), onlyDifferences: false);
        Settings = Compare(first.Settings, second.Settings, onlyDifferences: true);
        Notes = [.. FindNotes()];
    }

    /// <summary>One.</summary>
    public ComparedRun First { get; }

    /// <summary>The other.</summary>
    public ComparedRun Second { get; }

    /// <summary>Every figure that either has.</summary>
    public IReadOnlyList<ComparedValue> Figures { get; }

    /// <summary>The settings that differ.</summary>
    public IReadOnlyList<ComparedValue> Settings { get; }

    /// <summary>What keeps the figures from being compared, in plain words.</summary>
    public IReadOnlyList<string> Notes { get; }

    /// <summary>Writes one self-contained page.</summary>
    /// <param name="path">The HTML file to make or replace.</param>
    /// <exception cref="Onnx.GanException">It cannot be written, or a generator cannot be run.</exception>
    public void SavePage(string path)
    {
        var page = new HtmlPage($"{First.Name} and {Second.Name}");
        foreach (var note in Notes)
            page.AddText(note);
        page.AddHeading("Figures");
        page.AddSvg(Table(Figures));
        page.AddHeading("Settings that differ");
        page.AddSvg(Table(Settings));
        foreach (var run in new[] { First, Second })
        {
            page.AddHeading(run.Name);
            if (run.Reports.Count > 0)
                page.AddSvg(LineChart.Losses(run.Bundle.Manifest.Method, run.Reports));
            if (Samples(run) is { } picture)
                page.AddSvg(
                    $"<figure><img alt=\"samples of {WebUtility.HtmlEncode(run.Name)}\" "
                        + $"src=\"data:image/png;base64,{Convert.ToBase64String(picture)}\"><figcaption>{SampleRows} samples, "
                        + $"seed 1</figcaption></figure>"
                );
        }

        page.Save(path);
    }

    private IEnumerable<string> FindNotes()
    {
        foreach (var run in new[] { First, Second })
        {
            if (run.Evaluation is null)
                yield return $"{run.Name} has no evaluation, only what its manifest says; make one with: gan evaluate "
                    + $"--bundle {run.Name}";
        }

        if (First.Evaluation is { } first && Second.Evaluation is { } second)
        {
            if (first.Network != second.Network)
                yield return $"The evaluations use different feature networks ({first.Network}, {second.Network}), so their "
                    + $"figures do not compare.";
            if (first.Samples != second.Samples)
                yield return $"The evaluations have different numbers of samples ({first.Samples}, {second.Samples}), so "
                    + $"their Fréchet distances do not compare.";
            if (first.Data != second.Data)
                yield return $"The evaluations were made on different data ({first.Data}, {second.Data}), so their figures "
                    + $"do not compare.";
        }
    }

    private static Dictionary<string, string> FigureTexts(ComparedRun run)
    {
        if (run.Evaluation is not { } evaluation)
            return run.Bundle.Manifest.Metrics.GroupBy(m => m.Name).ToDictionary(g => g.Key, g => Number(g.Last().Value));
        return evaluation
            .Figures.GroupBy(f => f.Name)
            .ToDictionary(
                g => g.Key,
                g =>
                {
                    var figure = g.Last();
                    return Number(figure.Value)
                        + (figure.Interval is { } interval ? $" ({Number(interval.Low)} to {Number(interval.High)})" : "");
                }
            );
    }

    private static string Number(double value) => value.ToString("0.####", CultureInfo.InvariantCulture);

    private static List<ComparedValue> Compare(
        IReadOnlyDictionary<string, string> first,
        IReadOnlyDictionary<string, string> second,
        bool onlyDifferences
    ) =>
        [
            .. first
                .Keys.Union(second.Keys)
                .Select(name => new ComparedValue(name, first.GetValueOrDefault(name, ""), second.GetValueOrDefault(name, "")))
                .Where(v => !onlyDifferences || v.First != v.Second),
        ];

    private string Table(IReadOnlyList<ComparedValue> rows)
    {
        var table = new StringBuilder($"<table><tr><th></th><th>{Encode(First.Name)}</th><th>{Encode(Second.Name)}</th></tr>");
        foreach (var row in rows)
            table.Append(
                CultureInfo.InvariantCulture,
                $"<tr><td>{Encode(row.Name)}</td><td>{Encode(row.First)}</td><td>{Encode(row.Second)}</td></tr>\n"
            );
        return table.Append("</table>").ToString();
    }

    private static byte[]? Samples(ComparedRun run)
    {
        var data = run.Bundle.Manifest.Data;
        if (!run.Bundle.HasGenerator || data.Shape is not [1 or 3 or 4, _, _])
            return null;
        using var session = new GeneratorSession(run.Bundle);
        var samples = new float[SampleRows * session.SampleSize];
        session.Generate(1, 0, SampleRows, samples);
        return SampleGrid.Draw(samples, data.Shape, data.ValueRange, SampleColumns).Png;
    }

    private static string Encode(string text) => WebUtility.HtmlEncode(text);
}

/// <summary>The same thing of two runs.</summary>
/// <param name="Name">What it is.</param>
/// <param name="First">That of the first, as text; empty where it has none.</param>
/// <param name="Second">That of the second.</param>
internal sealed record ComparedValue(string Name, string First, string Second);
