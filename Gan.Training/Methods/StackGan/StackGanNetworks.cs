using Gan.Onnx;
using Gan.Training.Networks.Layers;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Gan.Training.Methods;

/// <summary>The layers of StackGAN's networks.</summary>
/// <remarks>As in the paper: nearest-neighbour enlargement and 3x3 convolutions with batch norm and ReLU in the generators, 4x4
/// convolutions of stride 2 with LeakyReLU 0.2 in the discriminators.</remarks>
internal static class StackGanNetworks
{
    /// <summary>How many times as high and wide the second stage's images are.</summary>
    public const int Enlargement = 4;

    /// <summary>The side of the smallest grid of features.</summary>
    private const int Base = 4;

    /// <summary>The first stage's layers: latents with conditions [batch, inputs] to small images.</summary>
    /// <param name="inputs">Width of the latent and the condition together.</param>
    /// <param name="shape">Shape of the small images.</param>
    /// <param name="featureMaps">Feature maps at the images' resolution; they double at each smaller one.</param>
    public static Module<Tensor, Tensor> Small(int inputs, IReadOnlyList<int> shape, int featureMaps)
    {
        var doublings = Doublings(shape);
        var width = featureMaps << doublings;
        var (height, breadth) = (shape[1] >> doublings, shape[2] >> doublings);
        List<Module<Tensor, Tensor>> layers =
        [
            new OneDnnLinear(inputs, width * height * breadth, hasBias: false),
            Unflatten(1, [width, height, breadth]),
            BatchNorm2d(width),
            ReLU(inplace: true),
        ];
        for (; width > featureMaps; width /= 2)
            layers.AddRange(Doubled(width, width / 2));
        return Sequential([.. layers, Conv2d(width, shape[0], 3, padding: 1), Tanh()]);
    }

    /// <summary>The second stage's layers before the condition comes in: small images to features at half their
    /// resolution.</summary>
    /// <param name="channels">Channels of the images.</param>
    /// <param name="featureMaps">Feature maps of the second stage at the large images' half resolution.</param>
    public static Module<Tensor, Tensor> Encoder(int channels, int featureMaps) =>
        Sequential([
            Conv2d(channels, featureMaps * 2, 3, padding: 1),
            ReLU(inplace: true),
            Conv2d(featureMaps * 2, featureMaps * 4, 4, 2, 1, bias: false),
            BatchNorm2d(featureMaps * 4),
            ReLU(inplace: true),
        ]);

    /// <summary>The second stage's layers after it: features with the condition at each place, to large images.</summary>
    /// <param name="condition">Width of the condition.</param>
    /// <param name="channels">Channels of the images.</param>
    /// <param name="featureMaps">As for <see cref="Encoder"/>.</param>
    /// <param name="blocks">Residual blocks.</param>
    public static Module<Tensor, Tensor> Decoder(int condition, int channels, int featureMaps, int blocks)
    {
        var width = featureMaps * 4;
        List<Module<Tensor, Tensor>> layers = [.. Convolved(width + condition, width)];
        for (var block = 0; block < blocks; block++)
        {
            layers.Add(
                new ResidualBlock(
                    Sequential([.. Convolved(width, width), Conv2d(width, width, 3, padding: 1, bias: false), BatchNorm2d(width)])
                )
            );
            layers.Add(ReLU());
        }

        // Back to the small images' resolution, then on to the large ones'.
        for (var doubling = 1; doubling < 2 * Enlargement; doubling *= 2, width /= 2)
            layers.AddRange(Doubled(width, width / 2));
        return Sequential([.. layers, Conv2d(width, channels, 3, padding: 1), Tanh()]);
    }

    /// <summary>The layers of a discriminator that see an image: down to a grid of features.</summary>
    /// <param name="shape">Shape of the images.</param>
    /// <param name="featureMaps">Feature maps of the first layer; they double at each further one, up to eight
    /// times.</param>
    /// <returns>The layers, and how many feature maps, rows and columns they give.</returns>
    public static (Module<Tensor, Tensor> Layers, int Width, int Height, int Breadth) Trunk(
        IReadOnlyList<int> shape,
        int featureMaps
    )
    {
        var halvings = Doublings(shape);
        var (layers, width) = (new List<Module<Tensor, Tensor>>(), featureMaps);
        for (var halving = 0; halving < halvings; halving++)
        {
            var next = featureMaps << Math.Min(halving, 3);
            layers.Add(Conv2d(halving == 0 ? shape[0] : width, next, 4, 2, 1, bias: halving == 0));
            if (halving > 0)
                layers.Add(BatchNorm2d(next));
            layers.Add(LeakyReLU(0.2, inplace: true));
            width = next;
        }

        return (Sequential(layers), width, shape[1] >> halvings, shape[2] >> halvings);
    }

    /// <summary>How often the sides halve down to the smallest grid.</summary>
    /// <exception cref="GanException">They do not halve evenly.</exception>
    private static int Doublings(IReadOnlyList<int> shape)
    {
        var doublings = 0;
        while (Math.Min(shape[1], shape[2]) >> doublings > Base)
            doublings++;
        return doublings;
    }

    private static IEnumerable<Module<Tensor, Tensor>> Doubled(int from, int to) =>
        [Upsample(scale_factor: [2, 2], mode: UpsampleMode.Nearest), .. Convolved(from, to)];

    private static IEnumerable<Module<Tensor, Tensor>> Convolved(int from, int to) =>
        [Conv2d(from, to, 3, padding: 1, bias: false), BatchNorm2d(to), ReLU(inplace: true)];
}
