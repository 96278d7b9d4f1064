using System.Globalization;
using Gan.Training;

namespace Gan.Cli.Commands;

/// <summary>Shows where training stands: one line that is rewritten on a terminal, a line every few seconds elsewhere.</summary>
internal sealed class ProgressLine
{
    private readonly string _name;
    private readonly TextWriter _output;
    private readonly bool _rewrites;
    private readonly TimeSpan _interval;
    private DateTime _next = DateTime.MinValue;

    public ProgressLine(string name, TextWriter? output = null)
    {
        (_name, _output) = (name, output ?? Console.Out);
        _rewrites = ReferenceEquals(_output, Console.Error) ? !Console.IsErrorRedirected : !Console.IsOutputRedirected;
        _interval = TimeSpan.FromSeconds(_rewrites ? 0.2 : 10);
    }

    public void Show(RunProgress progress)
    {
        if (progress.Finding is { } finding)
            Console.Error.WriteLine($"{(_rewrites ? "\n" : "")}Guard: {finding.Message}");
        var last = progress.Report.Step == progress.TotalSteps;
        if (DateTime.UtcNow < _next && !last)
            return;
        _next = DateTime.UtcNow + _interval;
        var line = Line(_name, progress);
        if (_rewrites)
            _output.Write($"\r{line}  {(last ? "\n" : "")}");
        else
            _output.WriteLine(line);
    }

    /// <summary>The line.</summary>
    public static string Line(string name, RunProgress progress)
    {
        var report = progress.Report;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{name, -6} step {report.Step, 6} of {progress.TotalSteps}  loss{Numbers(report.Totals, "F3")}"
                + $"{Gradients(report)}  {Speed(progress.StepsPerSecond)} steps/s  {Left(progress.Remaining)} left"
        );
    }

    private static string Gradients(StepReport report)
    {
        const string Prefix = "gradient/";
        var norms = report
            .Metrics.Where(m => m.Key.StartsWith(Prefix, StringComparison.Ordinal))
            .Select(m => KeyValuePair.Create(m.Key[Prefix.Length..], m.Value));
        return Numbers(norms, "G3") is { Length: > 0 } numbers ? $"  gradient{numbers}" : "";
    }

    /// <summary>Each player's number behind its initial.</summary>
    private static string Numbers(IEnumerable<KeyValuePair<string, double>> numbers, string format) =>
        string.Concat(numbers.Select(n => $" {Short(n.Key)} {n.Value.ToString(format, CultureInfo.InvariantCulture)}"));

    /// <summary>"D" for "discriminator", "D-a" for "discriminator-a".</summary>
    private static string Short(string player)
    {
        var parts = player.Split('-');
        return string.Join('-', parts.Select((part, i) => i == 0 ? part[..1].ToUpperInvariant() : part));
    }

    private static string Speed(double speed) => speed.ToString(speed < 10 ? "G2" : "F0", CultureInfo.InvariantCulture);

    private static string Left(TimeSpan left) =>
        left.TotalHours < 1
            ? left.ToString("m\\:ss", CultureInfo.InvariantCulture)
            : string.Create(CultureInfo.InvariantCulture, $"{(long)left.TotalHours}:{left:mm\\:ss}");
}
