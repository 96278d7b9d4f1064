using Gan.Onnx;
using Gan.Training;

namespace Gan.Cli.Commands;

/// <summary>What <c>--device</c> may be, the same in every command.</summary>
internal static class DeviceName
{
    /// <summary>Refuses what names no device anywhere, before any work; nothing is loaded.</summary>
    /// <exception cref="GanException">It is not of that form.</exception>
    public static void Check(string device)
    {
        if (!TrainingDevice.IsName(device))
            throw new GanException($"--device is '{device}'; it must be auto, cpu, cuda or cuda:N.");
    }

    /// <summary>Refuses a device that is not there, before data are read for it.</summary>
    /// <exception cref="GanException">It is not there, or libtorch cannot be loaded.</exception>
    public static void RequireThere(string device)
    {
        try
        {
            TrainingDevice.Choose(device);
        }
        catch (GanException e) when (device is not ("auto" or "cpu"))
        {
            throw new GanException($"--device {device}: {e.Message}", e);
        }
    }
}
