using System.Runtime.InteropServices;
using Gan.Onnx;

namespace Gan.Training;

/// <summary>Pipes, devices and sockets: they have names as files have, and are none.</summary>
internal static partial class SpecialFile
{
    private const int KindMask = 0xF000,
        Pipe = 0x1000,
        CharacterDevice = 0x2000,
        BlockDevice = 0x6000,
        Socket = 0xC000;

    // More than the runtime's own structure takes, whose second number is the mode.
    private const int StatusNumbers = 64;

    /// <summary>What stands under a name, or where its link leads, in words such as <c>a pipe</c>; null for files, folders and
    /// nothing. It is not opened: that of a pipe would wait for its other end.</summary>
    public static string? Kind(string path)
    {
        if (OperatingSystem.IsWindows())
            return null;
        Span<int> status = stackalloc int[StatusNumbers];
        try
        {
            if (Stat(path, ref MemoryMarshal.GetReference(status)) != 0)
                return null;
        }
        // Where the runtime was linked into the program, it does not lend this.
        catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException)
        {
            return null;
        }

        return (status[1] & KindMask) switch
        {
            Pipe => "a pipe",
            CharacterDevice or BlockDevice => "a device",
            Socket => "a socket",
            _ => null,
        };
    }

    /// <summary>Refuses to read what cannot be read from its beginning again.</summary>
    /// <param name="what">What messages call it, such as <c>The data file</c>.</param>
    /// <param name="path">Its name.</param>
    /// <exception cref="GanException">It is a pipe, a device or a socket.</exception>
    public static void RefuseToRead(string what, string path)
    {
        if (Kind(path) is { } kind)
            throw new GanException(
                $"{what} '{path}' is {kind}, which cannot be read more than once. Save what comes out of it to a file first, "
                    + "and give that."
            );
    }

    // .NET tells files from folders and links, and no more; the library under it knows.
    [LibraryImport("libSystem.Native", EntryPoint = "SystemNative_Stat", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Stat(string path, ref int status);
}
