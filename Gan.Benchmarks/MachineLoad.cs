using System.Diagnostics;
using System.Globalization;

namespace Gan.Benchmarks;

/// <summary>What other processes took of the processors while something was measured: speeds of a busy machine mean little, and
/// who reads them is to know.</summary>
/// <param name="Busy">Processor time of all processes since the machine began, the time that its host took away included; null
/// where that is not known.</param>
/// <param name="Own">That of this process and of the processes that it started and that have ended.</param>
/// <param name="Taken">When this was read.</param>
internal sealed record MachineLoad(TimeSpan? Busy, TimeSpan Own, long Taken)
{
    /// <summary>The share of all processors from which on figures are doubtful.</summary>
    public const double Noticeable = 0.05;

    private const string Machine = "/proc/stat";
    private const string Self = "/proc/self/stat";

    // Linux counts in hundredths of a second for whoever reads these files, whatever the kernel counts in.
    private const double TicksPerSecond = 100;

    /// <summary>Reads the counters.</summary>
    public static MachineLoad Now() =>
        OperatingSystem.IsLinux()
            ? new MachineLoad(
                ReadMachine(File.ReadLines(Machine).First()),
                ReadProcess(File.ReadAllText(Self)),
                Stopwatch.GetTimestamp()
            )
            : new MachineLoad(null, TimeSpan.Zero, Stopwatch.GetTimestamp());

    /// <summary>The share of all processors that others took since then; null where that is not known.</summary>
    public double? OthersSince(MachineLoad before)
    {
        ArgumentNullException.ThrowIfNull(before);
        var elapsed = Stopwatch.GetElapsedTime(before.Taken, Taken);
        return Busy - before.Busy is not { } busy || elapsed <= TimeSpan.Zero
            ? null
            : Math.Max(0, (busy - (Own - before.Own)) / elapsed / Environment.ProcessorCount);
    }

    /// <summary>Says where others took a noticeable share since then; null where not.</summary>
    public string? Warning(MachineLoad before) =>
        OthersSince(before) is { } share and > Noticeable
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"Other processes took {share:P0} of the processors meanwhile: speeds and their ratios are worth little. Measure "
                    + $"again when nothing else runs."
            )
            : null;

    /// <summary>The first line of /proc/stat: user, nice, system, idle, waiting, interrupts (2), taken by the host; guests are
    /// users too.</summary>
    internal static TimeSpan ReadMachine(string line)
    {
        double[] counts = [.. Numbers(line.Split(' ', StringSplitOptions.RemoveEmptyEntries).Skip(1).Take(8))];
        return TimeSpan.FromSeconds((counts.Sum() - counts[3] - counts[4]) / TicksPerSecond);
    }

    /// <summary>/proc/self/stat, whose second field, a name, may hold anything: from the 14th on user, system, and both of
    /// children that have ended.</summary>
    internal static TimeSpan ReadProcess(string text)
    {
        var fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
        return TimeSpan.FromSeconds(Numbers(fields.Skip(11).Take(4)).Sum() / TicksPerSecond);
    }

    private static IEnumerable<double> Numbers(IEnumerable<string> fields) =>
        fields.Select(f => double.Parse(f, CultureInfo.InvariantCulture));
}
