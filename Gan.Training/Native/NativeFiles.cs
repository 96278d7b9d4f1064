using System.Runtime.InteropServices;
using Gan.Onnx;
using TorchSharp;

namespace Gan.Training.Native;

/// <summary>The native libraries that came with the app.</summary>
internal static class NativeFiles
{
    /// <summary>The full path of a library beside the app or where its packages put it; null when it is not there.</summary>
    /// <param name="name">The file's name.</param>
    public static string? Find(string name) => Folders().Select(f => Path.Combine(f, name)).FirstOrDefault(File.Exists);

    /// <summary>Makes sure that those of some libraries that are there are whole, as an interrupted download or a full disk
    /// leaves them not.</summary>
    /// <exception cref="GanException">One is not.</exception>
    public static void RequireWhole(params string[] names)
    {
        foreach (var path in names.Select(Find).OfType<string>())
        {
            try
            {
                ElfLibrary.RequireWhole(path);
            }
            catch (Exception e) when (e is InvalidDataException or IOException or UnauthorizedAccessException)
            {
                var what = e is InvalidDataException ? e.Message : $"cannot be read ({e.Message})";
                throw new GanException($"The library '{path}' {what}: restore the packages again.", e);
            }
        }
    }

    /// <summary>Why libtorch cannot be found, and what to do about it, in full sentences.</summary>
    public static string WhyAbsent() => WhyAbsent(Folders(), RuntimeInformation.RuntimeIdentifier);

    /// <summary>The same for an app with these folders on a platform such as <c>linux-x64</c>.</summary>
    internal static string WhyAbsent(IEnumerable<string> folders, string platform)
    {
        (string File, string System, string Platform)[] libraries =
        [
            ("libtorch_cpu.so", "Linux", "linux"),
            ("torch_cpu.dll", "Windows", "win"),
            ("libtorch_cpu.dylib", "macOS", "osx"),
        ];
        var there = libraries.Where(l => folders.Any(f => File.Exists(Path.Combine(f, l.File)))).ToArray();
        if (there.Length == 0)
        {
            return "This app has no libtorch, which training needs: add the package TorchSharp-cpu to it, or "
                + "TorchSharp-cuda-linux or "
                + "TorchSharp-cuda-windows where there is an NVIDIA card.";
        }

        return there.Any(l => platform.StartsWith(l.Platform, StringComparison.Ordinal))
            ? $"This app's libtorch cannot be loaded on {platform}: there is one for x64 on Linux and Windows, and for Arm "
                + "on macOS and Windows. Restore the packages again."
            : $"This app was built with the libtorch of {string.Join(" and ", there.Select(l => l.System))} and runs on "
                + $"{platform}: build it "
                + "on this platform, or publish it for it with -r.";
    }

    private static IEnumerable<string> Folders()
    {
        var searched = AppContext.GetData("NATIVE_DLL_SEARCH_DIRECTORIES") as string ?? "";
        // Empty for an app of one file, whose libraries lie in the base directory.
        var beside = Path.GetDirectoryName(typeof(torch).Assembly.Location);
        return
        [
            .. searched.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries),
            AppContext.BaseDirectory,
            .. string.IsNullOrEmpty(beside) ? Array.Empty<string>() : [beside],
        ];
    }
}
