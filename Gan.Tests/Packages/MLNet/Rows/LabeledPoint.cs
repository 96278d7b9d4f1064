using Microsoft.ML.Data;

namespace Gan.Tests.Packages.MLNet;

/// <summary>A row for trainers.</summary>
internal sealed class LabeledPoint
{
    [VectorType(3)]
    public float[] Features { get; set; } = [];

    public bool Label { get; set; }

    public string Name { get; set; } = "";

    public float Target { get; set; }
}
