using System.Diagnostics;
using System.Diagnostics.Metrics;
using Gan.Onnx;

namespace Gan.Training;

/// <summary>How training goes, for whoever listens: activities and instruments of the name "Gan.Training".</summary>
/// <remarks>
/// <c>gan.train</c>, an activity for each stretch of steps that are taken in one go (a run takes one between two checkpoints),
/// and <c>gan.export</c>, one for each export. <c>gan.training.steps</c>, a counter; <c>gan.training.step.duration</c>, a
/// histogram in seconds; <c>gan.training.loss</c>, a gauge of each loss that a report has, by the tag <c>gan.loss</c>. All have
/// the tag <c>gan.recipe</c>.
/// </remarks>
internal static class TrainingTelemetry
{
    private const string Name = "Gan.Training";

    private static readonly ActivitySource Source = new(Name, GanVersion.Current);
    private static readonly Meter Meter = new(Name, GanVersion.Current);

    private static readonly Counter<long> Steps = Meter.CreateCounter<long>(
        "gan.training.steps",
        "{step}",
        "Steps that were taken."
    );

    private static readonly Histogram<double> Duration = Meter.CreateHistogram<double>(
        "gan.training.step.duration",
        "s",
        "How long a step took."
    );

    private static readonly Gauge<double> Loss = Meter.CreateGauge<double>(
        "gan.training.loss",
        description: "A loss, as last reported."
    );

    /// <summary>Begins a stretch of steps; dispose of it when they are taken.</summary>
    /// <returns>Null where nobody listens.</returns>
    public static Activity? Train(string recipe, long from, long to)
    {
        var activity = Begin("gan.train", recipe);
        activity?.SetTag("gan.step.from", from);
        activity?.SetTag("gan.step.to", to);
        return activity;
    }

    /// <summary>Begins an export.</summary>
    /// <returns>Null where nobody listens.</returns>
    public static Activity? Export(string recipe) => Begin("gan.export", recipe);

    /// <summary>Tells of a step.</summary>
    /// <param name="recipe">The recipe's name.</param>
    /// <param name="began">The stopwatch's time stamp when it began.</param>
    /// <param name="report">What was reported of it; null for most steps.</param>
    public static void Step(string recipe, long began, StepReport? report)
    {
        if (Duration.Enabled)
            Duration.Record(Stopwatch.GetElapsedTime(began).TotalSeconds, Tag(recipe));
        Steps.Add(1, Tag(recipe));
        if (report is null || !Loss.Enabled)
            return;
        foreach (var (name, value) in report.Losses)
            Loss.Record(value, Tag(recipe), new KeyValuePair<string, object?>("gan.loss", name));
    }

    private static Activity? Begin(string name, string recipe)
    {
        var activity = Source.StartActivity(name);
        activity?.SetTag("gan.recipe", recipe);
        return activity;
    }

    private static KeyValuePair<string, object?> Tag(string recipe) => new("gan.recipe", recipe);
}
