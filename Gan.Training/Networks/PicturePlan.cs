using Gan.Onnx;

namespace Gan.Training.Networks;

/// <summary>How often the resolution halves between a picture and the smallest one in a network.</summary>
internal readonly record struct PicturePlan(int Channels, int BaseHeight, int BaseWidth, int Halvings)
{
    private const int LargestFullWidthSide = 32;

    /// <summary>Halves down to 4 pixels on the shorter side, but a number of times at least.</summary>
    /// <param name="architecture">What is built, for the message, with its article: "A DCGAN".</param>
    /// <param name="shape">Channels, height, width.</param>
    /// <param name="fewestHalvings">Halvings at least.</param>
    /// <exception cref="GanException">The sides are not powers of two from 8 to 128.</exception>
    public static PicturePlan For(string architecture, IReadOnlyList<int> shape, int fewestHalvings)
    {
        ArgumentNullException.ThrowIfNull(shape);
        if (!Fits(shape))
            throw new GanException(
                $"{architecture} cannot be built for samples of shape [{string.Join(", ", shape)}]: it takes pictures "
                    + $"[channels, height, width] "
                    + "whose sides are powers of two from 8 to 128. Resize the pictures, or use the recipe 'gan' for vectors."
            );
        var halvings = Math.Max(fewestHalvings, int.Log2(Math.Min(shape[1], shape[2])) - 2);
        return new PicturePlan(shape[0], shape[1] >> halvings, shape[2] >> halvings, halvings);
    }

    /// <summary>Whether samples are pictures whose sides are powers of two from 8 to 128.</summary>
    public static bool Fits(IReadOnlyList<int> shape) => shape is [>= 1, var height, var width] && Fits(height) && Fits(width);

    /// <summary>Feature maps after a number of doublings of the base: the full number up to 32 pixels, half of it at each larger
    /// resolution.</summary>
    public int WidthAfter(int doublings, int fullWidth)
    {
        var side = Math.Min(BaseHeight, BaseWidth) << doublings;
        return side <= LargestFullWidthSide ? fullWidth : Math.Max(1, fullWidth * LargestFullWidthSide / side);
    }

    private static bool Fits(int side) => int.IsPow2(side) && side is >= 8 and <= 128;
}
