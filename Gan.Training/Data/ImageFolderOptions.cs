namespace Gan.Training.Data;

/// <summary>How pictures of any size become samples of one size.</summary>
public sealed record ImageFolderOptions
{
    /// <summary>Height of a sample in pixels; at least 1. Default 32.</summary>
    public int Height { get; init; } = 32;

    /// <summary>Width of a sample in pixels; at least 1. Default 32.</summary>
    public int Width { get; init; } = 32;

    /// <summary>1 for grey, 3 for RGB, 4 for RGBA. Default 3.</summary>
    public int Channels { get; init; } = 3;

    /// <summary>Whether a picture of other proportions is cut to the middle before it is resized; otherwise it is stretched. Default
    /// true.</summary>
    public bool Crop { get; init; } = true;

    /// <summary>Whether a file that cannot be read ends the reading; otherwise it is skipped and counted. Default false.</summary>
    public bool Strict { get; init; }
}
