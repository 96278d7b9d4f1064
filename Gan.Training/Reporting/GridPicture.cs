namespace Gan.Training.Reporting;

/// <summary>A grid of pictures as a file holds it.</summary>
/// <param name="Png">The file's bytes.</param>
/// <param name="Height">Its height in pixels.</param>
/// <param name="Width">Its width in pixels.</param>
/// <param name="Channels">1 for grey, 3 for RGB, 4 for RGBA: those of the samples.</param>
public sealed record GridPicture(byte[] Png, int Height, int Width, int Channels);
