namespace Gan.Training;

/// <summary>How to run a recipe: everything that is not part of the method.</summary>
public sealed record TrainingSettings
{
    /// <summary>Fixes initial weights, the order of the data and every latent. Default 1.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>"cpu", "cuda", "cuda:N", or "auto": CUDA where there is a device, else the CPU. Default "auto".</summary>
    public string Device { get; init; } = "auto";

    /// <summary>Progress is reported every this many steps; reading losses waits for the device. At least 1; default
    /// 100.</summary>
    public int ReportEvery { get; init; } = 100;

    /// <summary>Each update uses the mean gradient of this many batches, computed one after another: larger batches than fit into
    /// memory.
    /// At least 1; default 1.</summary>
    public int GradientAccumulation { get; init; } = 1;

    /// <summary>For tables: whether the exported bundle keeps a fingerprint of each training row, by which generated rows that
    /// equal one are told
    /// and drawn again. Whoever has the bundle can then ask it whether it was trained on a given row. Default true.</summary>
    public bool KeepFingerprints { get; init; } = true;

    /// <summary>The numbers that networks compute with while they train. Default
    /// <see cref="TrainingPrecision.Float32"/>.</summary>
    public TrainingPrecision Precision { get; init; } = TrainingPrecision.Float32;
}
