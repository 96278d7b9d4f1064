using Gan.Onnx;
using Gan.Training.Networks.Layers;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Gan.Training.Networks;

/// <summary>The generator of pix2pix (Isola et al., "Image-to-Image Translation with Conditional Adversarial Networks", 2017): an
/// autoencoder whose every resolution is also passed on beside the smaller ones (Ronneberger et al., "U-Net", 2015).</summary>
/// <remarks>4x4 convolutions of stride 2 after LeakyReLU 0.2 on the way down, ReLU on the way up, no normalization at the first
/// layer, the last and the smallest resolution. With 8 halvings, 64 feature maps, batch norm and transposed convolutions it is
/// the published network for 256 pixels, but that it pads by reflection.</remarks>
internal static class UNet
{
    private const int LargestFactor = 8;
    private const int DropoutLevels = 3;

    /// <summary>Makes the network: [batch, inputs, height, width] to [batch, outputs, height, width] of any size from its
    /// <see cref="PadToMultiple.SmallestSide"/> on.</summary>
    /// <param name="inputs">Channels it takes.</param>
    /// <param name="outputs">Channels it gives.</param>
    /// <param name="options">What it is like.</param>
    /// <exception cref="GanException">The pictures are too small, or dropout has nowhere to draw from.</exception>
    public static PadToMultiple Create(int inputs, int outputs, UNetOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var depth = Depth(options);
        int Width(int level) => options.FeatureMaps * Math.Min(1 << level, LargestFactor);
        // From the smallest resolution to the largest: each takes in what lies below it.
        Module<Tensor, Tensor>? below = null;
        for (var level = depth - 1; level > 0; level--)
        {
            var lowest = below is null;
            var down = lowest ? ImageNormalization.None : options.Normalization;
            below = new SkipConnection(
                Sequential([
                    LeakyReLU(0.2),
                    ImageLayers.Convolve(Width(level - 1), Width(level), 4, 2, 1, down),
                    .. ImageLayers.Normalize(down, Width(level)),
                    .. below is null ? [] : new[] { below },
                    ReLU(inplace: true),
                    .. ImageLayers.Double(
                        lowest ? Width(level) : 2 * Width(level),
                        Width(level - 1),
                        options.Upsampling,
                        4,
                        options.Normalization
                    ),
                    .. ImageLayers.Normalize(options.Normalization, Width(level - 1)),
                    .. level >= depth - DropoutLevels ? Drop(options) : [],
                ])
            );
        }

        return new PadToMultiple(
            Sequential([
                ImageLayers.Convolve(inputs, Width(0), 4, 2, 1),
                .. below is null ? [] : new[] { below },
                ReLU(inplace: true),
                .. ImageLayers.Double(below is null ? Width(0) : 2 * Width(0), outputs, options.Upsampling, 4),
                .. options.Tanh ? new Module<Tensor, Tensor>[] { Tanh() } : [],
            ]),
            1 << depth
        );
    }

    /// <summary>How often it halves height and width.</summary>
    private static int Depth(UNetOptions options)
    {
        if (options.Depth > 0)
            return options.Depth;
        var smallest = options.Normalization == ImageNormalization.Instance ? 2 : 1;
        return options.Size >= 2 * smallest
            ? int.Log2(options.Size / smallest)
            : throw new GanException(
                $"A U-Net cannot be built for pictures of {options.Size} pixels a side; enlarge them to {2 * smallest} or more."
            );
    }

    private static IEnumerable<Module<Tensor, Tensor>> Drop(UNetOptions options) =>
        options.Dropout == 0
            ? []
            :
            [
                new SeededDropout(
                    options.Dropout,
                    options.Noise ?? throw new GanException("A U-Net with dropout needs a source of noise.")
                ),
            ];
}
