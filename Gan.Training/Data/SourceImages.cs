namespace Gan.Training.Data;

/// <summary>The images that a translator takes, beside a data set of images that it is to give.</summary>
/// <param name="Images">The images: of any number of channels.</param>
/// <param name="ArePaired">Whether each belongs to the sample of the same row; otherwise there may be more or fewer of them, and
/// none belongs to any.</param>
public sealed record SourceImages(Dataset Images, bool ArePaired);
