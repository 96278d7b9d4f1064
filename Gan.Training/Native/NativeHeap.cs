using System.Runtime.InteropServices;

namespace Gan.Training.Native;

/// <summary>Gives back to the machine what native libraries have freed: glibc keeps it, a pool for each thread, and an export
/// would come on top of what the training before it has used.</summary>
internal static partial class NativeHeap
{
    private static bool _canTrim = OperatingSystem.IsLinux();

    /// <summary>Does so, where the C library can.</summary>
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

    [LibraryImport("libc.so.6", EntryPoint = "malloc_trim")]
    private static partial int MallocTrim(nuint kept);
}
