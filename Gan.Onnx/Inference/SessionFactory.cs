using System.Globalization;
using Microsoft.ML.OnnxRuntime;

namespace Gan.Onnx.Inference;

/// <summary>Loads models into ONNX Runtime.</summary>
internal static class SessionFactory
{
    /// <summary>What sessions call the two kinds of device they run on.</summary>
    public const string Cpu = "cpu",
        Cuda = "cuda";

    /// <exception cref="ArgumentOutOfRangeException">A setting is outside the range it documents.</exception>
    public static void Check(SessionSettings settings)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(settings.Threads);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(settings.Threads, 1024);
        ArgumentOutOfRangeException.ThrowIfLessThan(settings.BatchSize, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(settings.BatchSize, 65536);
        if (settings.TileSide is { } side)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(side, 1);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(side, ImageTiles.LargestSide);
        }

        if (settings.GpuDeviceId is { } device)
            ArgumentOutOfRangeException.ThrowIfNegative(device);
    }

    /// <returns>The session, what it runs on, and why that is not the GPU that was asked for.</returns>
    /// <exception cref="GanException">The app has no ONNX Runtime, the model cannot be loaded, or the GPU cannot be used and must
    /// be.</exception>
    public static (InferenceSession Session, string Provider, string? FallbackReason) Open(
        string file,
        byte[] model,
        SessionSettings settings
    )
    {
        OnnxRuntimeLibrary.Load();
        string? reason = null;
        if (settings.GpuDeviceId is { } device)
        {
            reason = OnnxRuntimeLibrary.WhyNoCuda();
            try
            {
                if (reason is null)
                    return (Open(model, settings, device), Cuda, null);
            }
            catch (Exception e) when (e is OnnxRuntimeException or EntryPointNotFoundException or DllNotFoundException)
            {
                reason =
                    $"{e.Message.ReplaceLineEndings(" ")} Install NVIDIA's driver, CUDA 13 and cuDNN 9, which this ONNX Runtime "
                    + "needs, or name another GPU.";
            }

            if (!settings.FallbackToCpu)
                throw new GanException($"GPU {device} cannot be used: {reason} Or run on the CPU.");
        }

        try
        {
            return (Open(model, settings, gpu: null), Cpu, reason);
        }
        catch (OnnxRuntimeException e)
        {
            throw new GanException(
                $"ONNX Runtime cannot load {file}: {e.Message.ReplaceLineEndings(" ")} Have the bundle made again by its "
                    + "author.",
                e
            );
        }
    }

    private static InferenceSession Open(byte[] model, SessionSettings settings, int? gpu)
    {
        using var options = new SessionOptions
        {
            IntraOpNumThreads = settings.Threads == 0 ? Environment.ProcessorCount : settings.Threads,
            // Warnings on the standard error stream are of no use to who runs a finished model; failures arrive as exceptions.
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL,
        };
        if (gpu is null)
            return new InferenceSession(model, options);

        CudaLibraries.Load();
        using var cuda = new OrtCUDAProviderOptions();
        cuda.UpdateOptions(
            new Dictionary<string, string>
            {
                ["device_id"] = gpu.Value.ToString(CultureInfo.InvariantCulture),
                // 10-bit mantissas would part the scores from those of the CPU, and from the bundle's threshold.
                ["use_tf32"] = "0",
            }
        );
        options.AppendExecutionProvider_CUDA(cuda);
        return new InferenceSession(model, options);
    }
}
