using Gan.Training.Networks.Layers;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Gan.Training.Methods;

/// <summary>A U-Net of gated convolutions, one stage of the two of Yu et al. 2019, without contextual attention: three levels
/// down by stride 2, dilations 1, 2 and 4 at the bottom, so that large holes see what is around them, and up again by
/// nearest-neighbour resizing.</summary>
internal static class GatedUNet
{
    private const int Levels = 3;

    /// <summary>What sides must be a multiple of.</summary>
    public const int Multiple = 1 << Levels;

    /// <summary>Makes the network.</summary>
    /// <param name="inputs">Channels of the input.</param>
    /// <param name="outputs">Channels of the output, in [-1, 1].</param>
    /// <param name="features">Feature maps at full size; twice as many one level down, four times below that.</param>
    public static Module<Tensor, Tensor> Create(int inputs, int outputs, int features)
    {
        long Width(int level) => (long)features << Math.Min(level, 2);

        var bottom = Width(Levels);
        Module<Tensor, Tensor> network = Sequential(
            new GatedConv2d(bottom, bottom, 3),
            new GatedConv2d(bottom, bottom, 3, dilation: 2),
            new GatedConv2d(bottom, bottom, 3, dilation: 4)
        );
        for (var level = Levels - 1; level >= 0; level--)
        {
            var (here, below) = (Width(level), Width(level + 1));
            network = Sequential(
                new SkipConnection(
                    Sequential(new GatedConv2d(here, below, 3, stride: 2), network, Upsample(scale_factor: [2.0, 2.0]))
                ),
                new GatedConv2d(here + below, here, 3)
            );
        }

        return Sequential(new GatedConv2d(inputs, features, 5), network, Conv2d(features, outputs, 3, padding: 1), Tanh());
    }
}
