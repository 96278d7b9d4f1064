using Gan.Onnx;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Gan.Training.Networks;

/// <summary>How often the resolution halves between an image and the smallest one in a network.</summary>
/// <remarks>An image whose sides do not halve evenly is made a few pixels larger: discriminators see it with a margin of zeros,
/// the middle of the range, and generators make the larger one and cut its margin off.</remarks>
internal readonly record struct ImagePlan(int Channels, int Height, int Width, int Halvings)
{
    private const int LargestFullWidthSide = 32;
    private const int SmallestSide = 8;

    /// <summary>Height of the smallest resolution.</summary>
    public int BaseHeight => Blocks(Height);

    /// <summary>Width of the smallest resolution.</summary>
    public int BaseWidth => Blocks(Width);

    /// <summary>Halves until the shorter side has 4 to 7 pixels, but a number of times at least.</summary>
    /// <param name="architecture">What is built, for the message, with its article: "A DCGAN".</param>
    /// <param name="shape">Channels, height, width.</param>
    /// <param name="fewestHalvings">Halvings at least.</param>
    /// <exception cref="GanException">The samples are no images, or smaller than 8 pixels.</exception>
    public static ImagePlan For(string architecture, IReadOnlyList<int> shape, int fewestHalvings)
    {
        ArgumentNullException.ThrowIfNull(shape);
        if (!Fits(shape))
            throw new GanException(
                $"{architecture} cannot be built for samples of shape [{string.Join(", ", shape)}]: it takes images "
                    + $"[channels, height, width] "
                    + $"of at least {SmallestSide} pixels a side. Enlarge the images, or use fully connected networks "
                    + $"(architecture=Mlp, or the recipe 'gan')."
            );
        return new ImagePlan(shape[0], shape[1], shape[2], Math.Max(fewestHalvings, int.Log2(Math.Min(shape[1], shape[2])) - 2));
    }

    /// <summary>Whether samples are images of at least 8 pixels a side.</summary>
    public static bool Fits(IReadOnlyList<int> shape) => shape is [>= 1, >= SmallestSide, >= SmallestSide];

    /// <summary>Feature maps after a number of doublings of the base: the full number up to 32 pixels, half of it up to 64, and
    /// so on.</summary>
    public int WidthAfter(int doublings, int fullWidth)
    {
        var side = Math.Min(BaseHeight, BaseWidth) << doublings;
        var halvings = 0;
        while (LargestFullWidthSide << halvings < side)
            halvings++;
        return Math.Max(1, fullWidth >> halvings);
    }

    /// <summary>What a discriminator's layers begin with: the margin that lets every resolution halve evenly; nothing where they
    /// do.</summary>
    public IEnumerable<Module<Tensor, Tensor>> Pad() => Margin(1);

    /// <summary>What a generator's layers end with: the margin is cut off.</summary>
    public IEnumerable<Module<Tensor, Tensor>> Crop() => Margin(-1);

    private IEnumerable<Module<Tensor, Tensor>> Margin(int sign)
    {
        var (rows, columns) = ((BaseHeight << Halvings) - Height, (BaseWidth << Halvings) - Width);
        if (rows == 0 && columns == 0)
            return [];
        var (top, left) = (rows / 2, columns / 2);
        return [ConstantPad2d((sign * left, sign * (columns - left), sign * top, sign * (rows - top)), 0)];
    }

    private int Blocks(int side) => (side + (1 << Halvings) - 1) >> Halvings;
}
