namespace Gan.Training;

/// <summary>The numbers that networks compute with while they train. Exported networks are of single precision either
/// way.</summary>
public enum TrainingPrecision
{
    /// <summary>Single precision throughout.</summary>
    Float32,

    /// <summary>Mixed precision: linear layers and convolutions compute in bfloat16; weights are kept, updated and averaged in
    /// single precision, and normalizations, losses and penalties are computed in it. Worth it on GPUs that have it (NVIDIA's
    /// since Ampere); most CPUs are slower with it.</summary>
    BFloat16,
}
