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

    /// <summary>What becomes of a picture of other proportions. Default <see cref="PictureFitting.Crop"/>.</summary>
    public PictureFitting Fitting { get; init; } = PictureFitting.Crop;

    /// <summary>Whether a file that cannot be read ends the reading; otherwise it is skipped and counted. Default
    /// false.</summary>
    public bool Strict { get; init; }
}
