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

    /// <summary>Makes sure that those of some libraries that are there are whole, as an interrupted download or a full disk leaves them not.</summary>
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
                throw new GanException($"The library '{path}' {(e is InvalidDataException ? e.Message : $"cannot be read ({e.Message})")}: restore the packages again.", e);
            }
        }
    }

    /// <summary>Why libtorch cannot be found, and what to do about it, in full sentences.</summary>
    public static string WhyAbsent() => WhyAbsent(Folders(), RuntimeInformation.RuntimeIdentifier);

    /// <summary>The same for an app with these folders on a platform such as <c>linux-x64</c>.</summary>
    internal static string WhyAbsent(IEnumerable<string> folders, string platform)
    {
        var names = new Dictionary<string, string> { ["libtorch_cpu.so"] = "Linux", ["torch_cpu.dll"] = "Windows", ["libtorch_cpu.dylib"] = "macOS" };
        var own = platform.StartsWith("win", StringComparison.Ordinal) ? "Windows" : platform.StartsWith("osx", StringComparison.Ordinal) ? "macOS" : "Linux";
        var there = names.Where(n => folders.Any(f => File.Exists(Path.Combine(f, n.Key)))).Select(n => n.Value).ToArray();
        const string Add = "add the package TorchSharp-cpu to it, or TorchSharp-cuda-linux or TorchSharp-cuda-windows where there is an NVIDIA card";
        if (there.Contains(own)) return $"This app's libtorch cannot be loaded on {platform}: there is one for x64 on Linux and Windows, and for Arm on macOS and Windows. Restore the packages again.";
        return there.Length > 0
            ? $"This app was built with the libtorch of {string.Join(" and ", there)} and runs on {platform}: build it on this platform, or publish it for it with -r."
            : $"This app has no libtorch, which training needs: {Add}.";
    }

    private static IEnumerable<string> Folders()
    {
        var searched = (AppContext.GetData("NATIVE_DLL_SEARCH_DIRECTORIES") as string ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        return [.. searched, AppContext.BaseDirectory, .. Path.GetDirectoryName(typeof(torch).Assembly.Location) is { Length: > 0 } beside ? [beside] : Array.Empty<string>()];
    }
}
