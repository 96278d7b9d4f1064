using System.Globalization;
using Gan.Onnx;
using Gan.Training.Native;
using TorchSharp;
using static TorchSharp.torch;

namespace Gan.Training;

/// <summary>Turns a device's name into a device that is there.</summary>
internal static class TrainingDevice
{
    /// <summary>Chooses a device.</summary>
    /// <param name="name">"cpu", "cuda", "cuda:N", or "auto": CUDA where there is a device, else the CPU.</param>
    /// <exception cref="GanException">The name is none of these, that device is not there, or libtorch cannot be
    /// loaded.</exception>
    public static Device Choose(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (!IsName(name))
            throw new GanException($"There is no kind of device '{name}'. Say auto, cpu, cuda or cuda:N.");
        TorchLibrary.Load();
        var cudaDevices = cuda.is_available() ? cuda.device_count() : 0;
        switch (name)
        {
            case "cpu":
                return CPU;
            case "auto":
                return cudaDevices > 0 ? CUDA : CPU;
        }

        var index = name == "cuda" ? 0 : Index(name)!.Value;
        if (index >= cudaDevices)
            throw new GanException($"The device '{name}' is not there: {cudaDevices} CUDA devices were found. Say cpu or auto.");
        return new Device(DeviceType.CUDA, index);
    }

    /// <summary>Whether a text is of the form of a device's name; whether that device is there is not looked at.</summary>
    public static bool IsName(string name) => name is "cpu" or "auto" or "cuda" || Index(name) is not null;

    private static int? Index(string name) =>
        name.StartsWith("cuda:", StringComparison.Ordinal)
        && int.TryParse(name.AsSpan(5), NumberStyles.None, CultureInfo.InvariantCulture, out var index)
            ? index
            : null;
}
