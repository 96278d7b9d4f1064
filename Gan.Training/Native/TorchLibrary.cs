using System.Diagnostics.CodeAnalysis;
using System.Runtime;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Loader;
using Gan.Onnx;
using TorchSharp;

namespace Gan.Training.Native;

/// <summary>libtorch, the native library under TorchSharp: loaded where the system is a little too old for it, and checked before
/// it is trusted.</summary>
/// <remarks>
/// Everything in this library that computes with tensors calls <see cref="Load"/> first. An app that uses TorchSharp itself
/// before anything here calls it too, as its first line. Garbage is collected without a background thread from then on
/// (<see cref="GCLatencyMode.Batch"/>), for the sake of operations in flight, and glibc keeps what tensors have freed for those
/// to come, unless the environment (<c>MALLOC_MMAP_THRESHOLD_</c>, <c>MALLOC_TRIM_THRESHOLD_</c>) says otherwise. Apart from
/// that, on a system and a processor that need nothing, it changes nothing.
/// </remarks>
public static class TorchLibrary
{
    private static readonly Lazy<bool> Ready = new(Prepare);
    private static string? s_refusal;

    /// <summary>Told once, at the first <see cref="Load"/>, of convolutions that turned out wrong: what
    /// <see cref="ConvolutionWarning"/> says.</summary>
    public static event Action<string>? Warning;

    /// <summary>What had to be done to load the library, in a sentence; null (on most systems) when it loads as
    /// published.</summary>
    public static string? LoadingNotice { get; private set; }

    /// <summary>Which of oneDNN's kernels turned out wrong on this machine, so that they are switched off for this process, in a
    /// sentence; null (on most machines) when they are right. ML.NET trainers write it to the context's log.</summary>
    public static string? ConvolutionWarning { get; private set; }

    /// <summary>Loads libtorch and, once a process, convolves a few small pictures whose results are known, which takes some 60
    /// ms after loading. Where oneDNN's kernels are wrong, they are switched off for the process.</summary>
    /// <exception cref="GanException">There is no libtorch in this app or it cannot be loaded; or its convolutions are wrong and
    /// nothing helps.</exception>
    public static void Load() => _ = Ready.Value;

    /// <summary>Lets the runtime ask here for TorchSharp's library where it finds it and cannot load it.</summary>
    [ModuleInitializer]
    [SuppressMessage(
        "Usage",
        "CA2255",
        Justification = "Loading must be mended before the first use of TorchSharp, wherever that is."
    )]
    internal static void Register()
    {
        if (OperatingSystem.IsLinux())
            AssemblyLoadContext.GetLoadContext(typeof(TorchLibrary).Assembly)!.ResolvingUnmanagedDll += (_, name) =>
                Resolve(name);
    }

    private static nint Resolve(string name)
    {
        if (name != "LibTorchSharp" || NativeFiles.Find("libLibTorchSharp.so") is not { } path)
            return 0;
        // The copy lies elsewhere, so what it stands on is loaded from here first.
        if (NativeFiles.Find("libtorch.so") is { } below)
            NativeLibrary.TryLoad(below, out _);
        try
        {
            return NativeLoading.Load(path, UserCache.Folder("native"), notice => LoadingNotice = notice);
        }
        catch (GanException e)
        {
            s_refusal = e.Message;
            return 0;
        }
    }

    private static bool Prepare()
    {
        if (OperatingSystem.IsLinux())
            NativeFiles.RequireWhole("libc10.so", "libtorch_cpu.so", "libtorch.so", "libLibTorchSharp.so");
        if (!NativeLibrary.TryLoad("torch_cpu", typeof(torch).Assembly, null, out _))
            throw new GanException(NativeFiles.WhyAbsent());
        try
        {
            torch.InitializeDeviceType(DeviceType.CPU);
        }
        catch (Exception e) when (e is TypeInitializationException or DllNotFoundException or NotSupportedException)
        {
            var reason = s_refusal ?? e.GetBaseException().Message.Trim().Split('\n')[0];
            throw new GanException($"TorchSharp's native library could not be loaded, which training needs. {reason}", e);
        }

        NativeHeap.KeepFreed();

        // TorchSharp does not keep a number alive while libtorch reads it (x / 4.0), so a collection that goes on beside the
        // program can take it away, and the operation fails. One that the program waits for cannot.
        if (GCSettings.LatencyMode != GCLatencyMode.NoGCRegion)
            GCSettings.LatencyMode = GCLatencyMode.Batch;
        if (ConvolutionCheck.FindFault() is { } fault)
            SwitchOneDnnOff(fault);
        return true;
    }

    private static void SwitchOneDnnOff(string fault)
    {
        if (!OneDnn.TrySet(false) || ConvolutionCheck.FindFault() is not null)
        {
            throw new GanException(
                $"This machine's convolutions are wrong ({fault}), and training with them would learn nonsense. Set the "
                    + $"environment variable "
                    + "ONEDNN_MAX_CPU_ISA=SSE41 and start again."
            );
        }

        ConvolutionWarning =
            $"oneDNN's kernels give wrong numbers on this machine ({fault}), so they are switched off for this process: "
            + "convolutions are right, and slower. (Its older kernels may be right and a little faster: set "
            + "ONEDNN_MAX_CPU_ISA=SSE41 in the environment to try.)";
        Warning?.Invoke(ConvolutionWarning);
    }
}
