namespace Gan.Onnx;

/// <summary>The luma of ITU-R BT.601, which is also what Pillow's mode L and torchvision's Grayscale weigh colours by. Training,
/// evaluation and ML.NET's image columns make grey of colours here, so that a network is used on what it was trained
/// on.</summary>
internal static class Luminance
{
    /// <summary>The grey of a colour, on the colour's own scale.</summary>
    public static double Of(double red, double green, double blue) => 0.299 * red + 0.587 * green + 0.114 * blue;
}
