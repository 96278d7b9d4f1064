using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Gan.Benchmarks.Training;

/// <summary>How long the calling thread has computed: where a run has one thread, that is its time on a machine of its own,
/// whatever else takes the processors.</summary>
internal static partial class ThreadTime
{
    // CLOCK_THREAD_CPUTIME_ID of Linux.
    private const int ThreadClock = 3;

    /// <summary>The processor time of the calling thread on Linux; elsewhere the time on the wall. Only differences mean
    /// something.</summary>
    public static TimeSpan Now() =>
        OperatingSystem.IsLinux() && Read(ThreadClock, out var time) == 0
            ? TimeSpan.FromSeconds(time.Seconds + time.Nanoseconds * 1e-9)
            : Stopwatch.GetElapsedTime(0);

    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    private static partial int Read(int clock, out Timespec time);

    [StructLayout(LayoutKind.Sequential)]
    private struct Timespec
    {
        public nint Seconds;
        public nint Nanoseconds;
    }
}
