namespace Gan.Training.Data;

/// <summary>A folder of pictures as a data set, and what could not be read of it.</summary>
/// <param name="Data">The pictures: shape [channels, height, width], values 0 to 255; with class folders, labels by their
/// alphabetical
/// order.</param>
/// <param name="Skipped">The files that were skipped, each with the reason.</param>
public sealed record ImageFolder(Dataset Data, IReadOnlyList<string> Skipped);
