using System.Globalization;

namespace Gan.Onnx.Inference;

/// <summary>How a session runs its model.</summary>
public sealed record SessionSettings
{
    /// <summary>
    /// How many threads one run uses: 0 for all cores this process may use (the default), or 1 to 1024. Small models on single
    /// rows, and callers that run several batches at once on threads of their own, are faster with 1.
    /// </summary>
    public int Threads { get; init; }

    /// <summary>
    /// How many rows one run of the model takes at most: 1 to 65,536; 256 by default. A session takes fewer where a batch of its
    /// samples would exceed 256 MiB, and on the CPU no more than 64 of samples of more than 1,024 values, since larger batches
    /// are slower there.
    /// </summary>
    public int BatchSize { get; init; } = 256;

    /// <summary>
    /// How many pixels a side the tiles have at most that a translator's larger images are cut into, so that memory is bounded: 1
    /// to 4,096, and no fewer than the bundle asks for. Null (the default) for 512, or more where the bundle asks for it. Only
    /// for bundles whose images may have any size and that say how far a pixel reaches
    /// (<see cref="Bundles.BundleTranslator.Reach"/>): tiles overlap so that the result is that of the whole image, to rounding.
    /// Other bundles do not look at it.
    /// </summary>
    public int? TileSide { get; init; }

    /// <summary>The NVIDIA GPU to run on, by its CUDA index from 0; null (the default) for the CPU.</summary>
    public int? GpuDeviceId { get; init; }

    /// <summary>
    /// What happens when that GPU cannot be used: true (the default) runs on the CPU, and the session says so; false refuses with
    /// a <see cref="GanException"/>.
    /// </summary>
    public bool FallbackToCpu { get; init; } = true;

    /// <summary>
    /// Told why a session runs on the CPU although a GPU was asked for, once for each session that does; null (the default) for
    /// nobody. ML.NET's transformers write it to the context's log.
    /// </summary>
    public Action<string>? OnFallback { get; init; }

    /// <summary>Settings for a device by name, as training names devices too.</summary>
    /// <param name="device"> <c>cpu</c>; <c>cuda</c> for the first GPU or <c>cuda:1</c> for another, which must be usable; or
    /// <c>auto</c>, which takes the first GPU where it is usable and else the CPU, and the session's <c>FallbackReason</c> says
    /// why.
    /// </param>
    /// <exception cref="GanException">There is no such name.</exception>
    public static SessionSettings ForDevice(string device)
    {
        ArgumentNullException.ThrowIfNull(device);
        return device switch
        {
            "cpu" => new SessionSettings(),
            "auto" => new SessionSettings { GpuDeviceId = 0 },
            "cuda" => new SessionSettings { GpuDeviceId = 0, FallbackToCpu = false },
            _ when device.StartsWith("cuda:", StringComparison.Ordinal)
                    && int.TryParse(device.AsSpan(5), NumberStyles.None, CultureInfo.InvariantCulture, out var index) =>
                new SessionSettings { GpuDeviceId = index, FallbackToCpu = false },
            _ => throw new GanException(
                $"There is no device '{device}'; devices are cpu, cuda, cuda:0, cuda:1 and so on, and auto."
            ),
        };
    }
}
