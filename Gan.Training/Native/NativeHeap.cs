using System.Runtime.InteropServices;

namespace Gan.Training.Native;

/// <summary>What glibc does with memory that native libraries have freed: it keeps the tensors of a step for those of the next,
/// and gives back to the machine what piles up beside them when it is told to.</summary>
internal static partial class NativeHeap
{
    /// <summary>M_MMAP_THRESHOLD and M_TRIM_THRESHOLD of glibc's malloc.h.</summary>
    private const int MapThreshold = -3,
        TrimThreshold = -1;

    /// <summary>The most that glibc takes for the first of them.</summary>
    private const int LargestMapThreshold = 32 << 20;

    private const int KeptAtTheTop = 64 << 20;

    private static bool _canTrim = OperatingSystem.IsLinux();

    /// <summary>Has freed tensors kept for those to come, where the C library can and nobody has set it otherwise. By itself
    /// glibc maps every large tensor anew and gives it back right away, and a tenth of a step, a quarter for wide networks, goes
    /// into pages that the system clears.</summary>
    public static void KeepFreed()
    {
        if (!OperatingSystem.IsLinux() || IsSetByUser())
            return;
        try
        {
            _ = MallocOption(MapThreshold, LargestMapThreshold);
            _ = MallocOption(TrimThreshold, KeptAtTheTop);
        }
        catch (Exception e) when (e is EntryPointNotFoundException or DllNotFoundException)
        {
            // Not glibc.
        }
    }

    /// <summary>Gives back what is kept, where the C library can: a pool for each thread, and an export would come on top of what
    /// the training before it has used.</summary>
    public static void Trim()
    {
        if (!_canTrim)
            return;
        try
        {
            _ = MallocTrim(0);
        }
        catch (Exception e) when (e is EntryPointNotFoundException or DllNotFoundException)
        {
            // Not glibc.
            _canTrim = false;
        }
    }

    private static bool IsSetByUser() =>
        Environment.GetEnvironmentVariable("MALLOC_MMAP_THRESHOLD_") is not null
        || Environment.GetEnvironmentVariable("MALLOC_TRIM_THRESHOLD_") is not null
        || Environment.GetEnvironmentVariable("GLIBC_TUNABLES")?.Contains("glibc.malloc.", StringComparison.Ordinal) == true;

    [LibraryImport("libc.so.6", EntryPoint = "mallopt")]
    private static partial int MallocOption(int option, int value);

    [LibraryImport("libc.so.6", EntryPoint = "malloc_trim")]
    private static partial int MallocTrim(nuint kept);
}
