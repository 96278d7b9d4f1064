namespace Gan.MLNet;

/// <summary>How the pictures of an image column, of any size, become samples of a bundle: as in training with the same
/// settings.</summary>
public sealed record ImageInputOptions
{
    /// <summary>What becomes of a picture of other proportions. Default <see cref="ImageFitting.Crop"/>.</summary>
    public ImageFitting Fitting { get; init; } = ImageFitting.Crop;

    /// <summary>What transparent pixels lie on where a bundle's pictures have no alpha channel: <c>white</c>, <c>black</c> or
    /// <c>#rrggbb</c>. Default <c>white</c>.</summary>
    public string Background { get; init; } = "white";
}
