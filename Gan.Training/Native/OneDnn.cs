using System.Runtime.InteropServices;
using TorchSharp;

namespace Gan.Training.Native;

/// <summary>libtorch's switch for oneDNN, the library of its fast kernels for processors.</summary>
/// <remarks>TorchSharp does not have it, so the functions that Python's <c>torch.backends.mkldnn.enabled</c> calls are looked up
/// in libtorch by their C++ names.</remarks>
internal static unsafe class OneDnn
{
    private static readonly (string Context, string OneDnn, string NnPack) Names = OperatingSystem.IsWindows()
        ? (
            "?globalContext@at@@YAAEAVContext@1@XZ",
            "?setUserEnabledMkldnn@Context@at@@QEAAX_N@Z",
            "?setUserEnabledNNPACK@Context@at@@QEAAX_N@Z"
        )
        : ("_ZN2at13globalContextEv", "_ZN2at7Context20setUserEnabledMkldnnEb", "_ZN2at7Context20setUserEnabledNNPACKEb");

    /// <summary>Whether it has not been switched off here.</summary>
    public static bool IsOn { get; private set; } = true;

    /// <summary>Switches oneDNN on or off for every operation to come.</summary>
    /// <param name="on">Whether it is to be used.</param>
    /// <returns>Whether libtorch has the switch.</returns>
    public static bool TrySet(bool on)
    {
        if (
            !NativeLibrary.TryLoad("torch_cpu", typeof(torch).Assembly, null, out var library)
            || !NativeLibrary.TryGetExport(library, Names.Context, out var context)
            || !NativeLibrary.TryGetExport(library, Names.OneDnn, out var set)
        )
            return false;
        var current = ((delegate* unmanaged<nint>)context)();
        ((delegate* unmanaged<nint, byte, void>)set)(current, on ? (byte)1 : (byte)0);
        // The next in line would be NNPACK, which says on many a processor, at every call, that it does not run there.
        if (NativeLibrary.TryGetExport(library, Names.NnPack, out set))
            ((delegate* unmanaged<nint, byte, void>)set)(current, on ? (byte)1 : (byte)0);
        IsOn = on;
        return true;
    }
}
