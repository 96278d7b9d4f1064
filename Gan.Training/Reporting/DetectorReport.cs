using System.Globalization;
using System.Text.Json;
using Gan.Training.Detection;

namespace Gan.Training.Reporting;

/// <summary>A detector's training as its held-out rows saw it.</summary>
public sealed record DetectorReport
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>The method.</summary>
    public required string Method { get; init; }

    /// <summary>What was trained on.</summary>
    public required string Data { get; init; }

    /// <summary>Rows trained on.</summary>
    public required int Rows { get; init; }

    /// <summary>Rows held out.</summary>
    public required int HeldOut { get; init; }

    /// <summary>The share of held-out rows that the threshold calls abnormal.</summary>
    public required double Contamination { get; init; }

    /// <summary>The threshold, in deviations of held-out rows' scores from their mean.</summary>
    public required double Threshold { get; init; }

    /// <summary>The step that was picked, by member.</summary>
    public required IReadOnlyList<long> Picked { get; init; }

    /// <summary>Every look at the criterion, member by member, in the order of steps.</summary>
    public required IReadOnlyList<DetectorPoint> Points { get; init; }

    /// <summary>Writes it as JSON, whole or not at all.</summary>
    /// <param name="path">The file to make or replace.</param>
    public void SaveJson(string path) => AtomicFile.WriteText(path, JsonSerializer.Serialize(this, Json));

    /// <summary>Writes it as one self-contained page with charts, whole or not at all.</summary>
    /// <param name="path">The file to make or replace.</param>
    public void SaveHtml(string path)
    {
        var page = new HtmlPage($"{Method} on {Data}");
        page.AddText(
            "No labels were used. The criterion is the area under the ROC of held-out rows against rows made abnormal from "
                + "them, whose values come "
                + "from different rows or are spread evenly over the range; the step where it was best is the one used."
        );
        page.AddTable([
            ("rows trained on", Text(Rows), ""),
            ("rows held out", Text(HeldOut), "criterion, threshold and the score's unit come from them"),
            (
                "threshold",
                Threshold.ToString("0.###", CultureInfo.InvariantCulture),
                string.Create(CultureInfo.InvariantCulture, $"{Contamination:P1} of held-out rows lie above")
            ),
            .. Picked.Select(
                (step, i) =>
                    (
                        $"step picked, member {i + 1}",
                        Text(step),
                        string.Create(
                            CultureInfo.InvariantCulture,
                            $"criterion {Points.First(p => p.Member == i && p.Step == step).Criterion:F3}"
                        )
                    )
            ),
        ]);
        page.AddHeading("Criterion over training");
        page.AddSvg(LineChart.Draw("criterion", "step", "area under the ROC", Lines(p => p.Criterion)));
        page.AddHeading("Scores of held-out rows over training");
        page.AddText(
            "Raw scores, before they are brought to mean 0 and deviation 1. A mean that runs away is a detector that has "
                + "ceased to learn."
        );
        page.AddSvg(LineChart.Draw("mean score", "step", "score", Lines(p => p.HeldOutMean)));
        page.Save(path);
    }

    private static string Text(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    private ChartLine[] Lines(Func<DetectorPoint, double> value) =>
        [
            .. Points
                .GroupBy(p => p.Member)
                .Select(m => new ChartLine($"member {m.Key + 1}", [.. m.Select(p => ((double)p.Step, value(p)))])),
        ];
}
