using System.Globalization;
using Gan.Training;

namespace Gan.Cli.Commands;

/// <summary>Shows where training stands: one line that is rewritten on a terminal, a line every few seconds elsewhere.</summary>
internal sealed class ProgressLine(string name)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(Console.IsOutputRedirected ? 10 : 0.2);
    private DateTime _next = DateTime.MinValue;

    public void Show(RunProgress progress)
    {
        if (progress.Finding is { } finding) Console.Error.WriteLine($"{(Console.IsOutputRedirected ? "" : "\n")}Guard: {finding.Message}");
        var last = progress.Losses.Step == progress.TotalSteps;
        if (DateTime.UtcNow < _next && !last) return;
        _next = DateTime.UtcNow + Interval;
        var line = string.Create(
            CultureInfo.InvariantCulture,
            $"{name,-6} step {progress.Losses.Step,6} of {progress.TotalSteps}  " +
            $"loss D {progress.Losses.Discriminator:F3}  G {progress.Losses.Generator:F3}  " +
            $"{progress.StepsPerSecond:F0} steps/s  {progress.Remaining:m\\:ss} left");
        if (Console.IsOutputRedirected) Console.WriteLine(line);
        else Console.Write($"\r{line}  {(last ? "\n" : "")}");
    }
}
