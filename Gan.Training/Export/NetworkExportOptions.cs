namespace Gan.Training.Export;

/// <summary>How <see cref="NetworkExporter"/> writes a network.</summary>
public sealed record NetworkExportOptions
{
    /// <summary>The published method, such as "DCGAN", for the file's metadata; null for none.</summary>
    public string? Method { get; init; }

    /// <summary>Whether weights of two dimensions and more are stored with 16 bits; see
    /// <see cref="OnnxExportOptions.HalfPrecisionWeights"/>.</summary>
    public bool HalfPrecisionWeights { get; init; }
}
