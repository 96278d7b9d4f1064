namespace Gan.Training.Methods;

/// <summary>The sizes of R3GAN's networks.</summary>
internal sealed record R3ganOptions
{
    /// <summary>Feature maps between blocks up to 32 pixels; half of them at each larger resolution. Default 64; the paper's:
    /// 768.</summary>
    public int Width { get; init; } = 64;

    /// <summary>Residual blocks at each resolution; at least 1. Default 2, as in the paper.</summary>
    public int BlocksPerStage { get; init; } = 2;

    /// <summary>How much wider a block is inside; at least 1. Default 2, as in the paper.</summary>
    public int Expansion { get; init; } = 2;

    /// <summary>Feature maps in a group of the grouped convolutions; their greatest common divisor with the width inside a block,
    /// where that is no multiple. Default 16, as in the paper.</summary>
    public int GroupWidth { get; init; } = 16;
}
