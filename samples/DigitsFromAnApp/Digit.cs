using Microsoft.ML.Data;

namespace DigitsFromAnApp;

/// <summary>What the pipeline answers.</summary>
internal sealed class Digit
{
    [VectorType(1, 8, 8)]
    public float[] Picture { get; set; } = [];

    public float[] Features { get; set; } = [];
}
