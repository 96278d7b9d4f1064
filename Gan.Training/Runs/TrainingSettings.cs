using System.ComponentModel.DataAnnotations;

namespace Gan.Training;

/// <summary>How to run a recipe: everything that is not part of the method.</summary>
public sealed record TrainingSettings
{
    /// <summary>Fixes initial weights, the order of the data and every latent.</summary>
    /// <value>Default 1.</value>
    public int Seed { get; init; } = 1;

    /// <summary>"cpu", "cuda", "cuda:N", or "auto": CUDA where there is a device, else the CPU.</summary>
    /// <value>Default auto.</value>
    public string Device { get; init; } = "auto";

    /// <summary>Progress is reported every this many steps; reading losses waits for the device.</summary>
    /// <value>At least 1; default 100.</value>
    [Range(1, int.MaxValue)]
    public int ReportEvery { get; init; } = 100;

    /// <summary>Each update uses the mean gradient of this many batches, computed one after another: larger batches than fit into
    /// memory.</summary>
    /// <value>At least 1; default 1.</value>
    [Range(1, int.MaxValue)]
    public int GradientAccumulation { get; init; } = 1;

    /// <summary>For tables: whether the exported bundle keeps a fingerprint of each training row, by which generated rows that
    /// equal one are told and drawn again. Whoever has the bundle can then ask it whether it was trained on a given row. A bundle
    /// has room for those of 150,000 rows; a larger table is refused unless this is false.</summary>
    /// <value>True or false; default true.</value>
    public bool KeepFingerprints { get; init; } = true;

    /// <summary>The numbers that networks compute with while they train.</summary>
    /// <value>Float32 or BFloat16; default Float32.</value>
    public TrainingPrecision Precision { get; init; } = TrainingPrecision.Float32;
}
