using System.Runtime.InteropServices;

namespace Gan.Onnx.Inference;

/// <summary>Finds NVIDIA's libraries that ONNX Runtime's CUDA provider needs where packages such as TorchSharp-cuda-linux put
/// them.</summary>
/// <remarks>The system's loader looks for them in its own folders and in <c>LD_LIBRARY_PATH</c>, and knows nothing of an app's
/// packages. But it takes a library that is loaded already for one of the same name (its SONAME), so they are loaded by path
/// first. A library that a package renamed, as libtorch does with <c>libcudart</c>, helps nobody and has to be
/// installed.</remarks>
internal static class CudaLibraries
{
    /// <summary>In the order in which they need each other.</summary>
    private static readonly string[] Names =
    [
        "libcudart",
        "libnvrtc",
        "libnvJitLink",
        "libcublasLt",
        "libcublas",
        "libcufft",
        "libcurand",
        "libcudnn_graph",
        "libcudnn_ops",
        "libcudnn_cnn",
        "libcudnn_adv",
        "libcudnn_heuristic",
        "libcudnn_engines_precompiled",
        "libcudnn_engines_runtime_compiled",
        "libcudnn",
    ];

    private static readonly Lazy<IReadOnlyList<string>> Once = new(() => LoadFrom(AppFolders()));

    /// <summary>Loads them, once in a process.</summary>
    /// <returns>The files that were loaded.</returns>
    public static IReadOnlyList<string> Load() => OperatingSystem.IsLinux() ? Once.Value : [];

    /// <summary>Loads those of some folders that can be loaded; the others are left to the system.</summary>
    public static IReadOnlyList<string> LoadFrom(IEnumerable<string> folders) =>
        [.. Find(folders).Where(path => NativeLibrary.TryLoad(path, out _))];

    /// <summary>The libraries in some folders, each from the first folder that has it, in the order in which they need each
    /// other.</summary>
    public static IReadOnlyList<string> Find(IEnumerable<string> folders)
    {
        string[] existing = [.. folders.Where(Directory.Exists).Distinct(StringComparer.Ordinal)];
        return
        [
            .. Names
                .Select(name =>
                    existing
                        .Select(folder =>
                            Directory.EnumerateFiles(folder, $"{name}.so*").Order(StringComparer.Ordinal).LastOrDefault()
                        )
                        .FirstOrDefault(path => path is not null)
                )
                .OfType<string>(),
        ];
    }

    /// <summary>Where the host looks for an app's native libraries, packages' folders included.</summary>
    private static IEnumerable<string> AppFolders()
    {
        var searched = AppContext.GetData("NATIVE_DLL_SEARCH_DIRECTORIES") as string ?? "";
        var native = Path.Combine("runtimes", RuntimeInformation.RuntimeIdentifier, "native");
        return searched
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Append(AppContext.BaseDirectory)
            .Append(Path.Combine(AppContext.BaseDirectory, native));
    }
}
