namespace Gan.MLNet;

/// <summary>How a picture of other proportions becomes a sample.</summary>
public enum ImageFitting
{
    /// <summary>Its middle is used, as much as has the sample's proportions.</summary>
    Crop,

    /// <summary>All of it is used, with its own proportions, in the middle of the sample; the rest stays 0: black, and
    /// transparent where there is an alpha channel.</summary>
    Fit,

    /// <summary>All of it is used, stretched to the sample's proportions.</summary>
    Stretch,
}
