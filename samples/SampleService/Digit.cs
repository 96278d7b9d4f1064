using Microsoft.ML.Data;

namespace SampleService;

/// <summary>What the service answers.</summary>
internal sealed class Digit
{
    public ulong Seed { get; set; }

    /// <summary>64 values from 0 to 16, line by line.</summary>
    [VectorType(1, 8, 8)]
    public float[] Picture { get; set; } = [];

    public float Score { get; set; }
}
