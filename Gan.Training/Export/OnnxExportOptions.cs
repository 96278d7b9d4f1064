namespace Gan.Training.Export;

/// <summary>How <see cref="OnnxExport"/> writes a module.</summary>
public sealed record OnnxExportOptions
{
    /// <summary>Names of the inputs, in the order of <c>forward</c>; null for "input", or "input_0" and "input_1".</summary>
    public IReadOnlyList<string>? InputNames { get; init; }

    /// <summary>Names of the outputs; null for "output", or "output_0" and "output_1".</summary>
    public IReadOnlyList<string>? OutputNames { get; init; }

    /// <summary>What inputs and outputs are, by name, for people and tools that open the file; empty by default.</summary>
    public IReadOnlyDictionary<string, string> Descriptions { get; init; } = new Dictionary<string, string>();

    /// <summary>What else is stored in the file's metadata, by key, beside the producer, the opset and the shapes; empty by
    /// default.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; init; } = new Dictionary<string, string>();

    /// <summary>The largest difference from the module that is accepted: absolute, or relative to an output's largest magnitude
    /// where that is above 1. Above 0; 1e-4 by default.</summary>
    public double Tolerance { get; init; } = 1e-4;

    /// <summary>Whether weights of two dimensions and more are stored with 16 bits, which halves the file. The graph casts them
    /// back: inputs, outputs and arithmetic stay float32. False by default.</summary>
    public bool HalfPrecisionWeights { get; init; }

    /// <summary>The largest difference accepted with 16-bit weights; the same graph with full weights still keeps to
    /// <see cref="Tolerance"/>. Above 0; 1e-2 by default.</summary>
    public double HalfPrecisionTolerance { get; init; } = 1e-2;

    /// <summary>Seed of the random inputs that module and model are compared on; 0 by default.</summary>
    public ulong Seed { get; init; }
}
