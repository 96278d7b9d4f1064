using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;

namespace Gan.Onnx.Inference;

/// <summary>The native library of ONNX Runtime, which the app brings and this library does not.</summary>
/// <remarks>Sessions load it themselves. A program that will need it only after long work asks for it before.</remarks>
public static class OnnxRuntimeLibrary
{
    private const string Packages =
        "Microsoft.ML.OnnxRuntime.Gpu.Linux or Microsoft.ML.OnnxRuntime.Gpu.Windows, which run on the CPU too";

    private static readonly Lazy<string[]> Providers = new(() => OrtEnv.Instance().GetAvailableProviders());

    /// <summary>Loads it, once in a process.</summary>
    /// <exception cref="GanException">The app has none that can be loaded.</exception>
    public static void Load()
    {
        try
        {
            _ = Providers.Value;
        }
        catch (Exception e)
            when (e
                    is TypeInitializationException
                        or DllNotFoundException
                        or EntryPointNotFoundException
                        or BadImageFormatException
            )
        {
            throw new GanException(WhyAbsent(e), e);
        }
    }

    /// <summary>Why no GPU can be used whatever its number, in full sentences; null where one may.</summary>
    public static string? WhyNoCuda() => WhyNoCuda(Providers.Value, HasDriver());

    internal static string? WhyNoCuda(IReadOnlyCollection<string> providers, bool hasDriver) =>
        !hasDriver ? "There is no NVIDIA driver on this machine."
        : !providers.Contains("CUDAExecutionProvider")
            ? $"This app's ONNX Runtime has no CUDA: add the package {Packages}, in place of Microsoft.ML.OnnxRuntime."
        : null;

    internal static string WhyAbsent(Exception e) =>
        $"This app has no ONNX Runtime that can be loaded on {RuntimeInformation.RuntimeIdentifier}: add the package "
        + $"{Packages}, or Microsoft.ML.OnnxRuntime, and build for this platform. "
        + $"({e.GetBaseException().Message.ReplaceLineEndings(" ").Trim()})";

    // Asking ONNX Runtime would do, but it writes its failure to the standard error stream.
    private static bool HasDriver() => NativeLibrary.TryLoad(OperatingSystem.IsWindows() ? "nvcuda.dll" : "libcuda.so.1", out _);
}
