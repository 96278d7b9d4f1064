namespace Gan.Training.Reporting;

/// <summary>A grid of pictures as a file holds it.</summary>
/// <param name="Png">The file's bytes.</param>
/// <param name="Height">Its height in pixels.</param>
/// <param name="Width">Its width in pixels.</param>
public sealed record GridPicture(byte[] Png, int Height, int Width);
