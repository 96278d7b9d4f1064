using Gan.Training.Networks;
using Gan.Training.Networks.Layers;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Gan.Training.Methods;

/// <summary>The pair of Berthelot et al., "BEGAN: Boundary Equilibrium Generative Adversarial Networks" (2017): an autoencoder
/// for discriminator and a generator of the shape of its decoder.</summary>
/// <remarks>Convolutional for pictures of at least 8 pixels a side: 3x3 convolutions with ELU; the encoder halves by stride and
/// widens by the same number of feature maps at each resolution; the decoder doubles with nearest neighbours. Fully connected
/// with ELU for all other samples. Departures: the smallest picture has 4 pixels a side instead of 8, and the generator ends in a
/// tanh, because samples lie in [-1, 1].</remarks>
internal static class BeganNetworks
{
    private const string Architecture = "A BEGAN";

    /// <summary>A generator.</summary>
    /// <param name="shape">Shape of one sample without the batch.</param>
    /// <param name="latentSize">Width of the latent vector.</param>
    /// <param name="featureMaps">For pictures: feature maps of each convolution; the paper's n.</param>
    /// <param name="hidden">For all else: widths of the encoder's hidden layers, first to last; the generator has them the other
    /// way round.</param>
    public static GeneratorNetwork CreateGenerator(
        IReadOnlyList<int> shape,
        int latentSize,
        int featureMaps,
        IReadOnlyList<int> hidden
    ) => new(latentSize, Sequential([.. Decoder(shape, latentSize, featureMaps, hidden), Tanh(), .. Shaped(shape)]));

    /// <summary>A discriminator.</summary>
    /// <param name="shape">Shape of one sample without the batch.</param>
    /// <param name="codeSize">Width of the code; the paper's h.</param>
    /// <param name="featureMaps">For pictures: feature maps of the decoder's convolutions and of the encoder's first; the paper's
    /// n.</param>
    /// <param name="hidden">For all else: widths of the encoder's hidden layers, first to last; the decoder has them the other
    /// way round.</param>
    public static AutoencoderDiscriminator CreateDiscriminator(
        IReadOnlyList<int> shape,
        int codeSize,
        int featureMaps,
        IReadOnlyList<int> hidden
    ) =>
        new(
            Sequential(Encoder(shape, codeSize, featureMaps, hidden)),
            Sequential([.. Decoder(shape, codeSize, featureMaps, hidden), .. Shaped(shape)]),
            codeSize
        );

    private static List<Module<Tensor, Tensor>> Encoder(
        IReadOnlyList<int> shape,
        int codeSize,
        int featureMaps,
        IReadOnlyList<int> hidden
    )
    {
        ArgumentNullException.ThrowIfNull(shape);
        ArgumentNullException.ThrowIfNull(hidden);
        ArgumentOutOfRangeException.ThrowIfLessThan(featureMaps, 1);
        if (!ImagePlan.Fits(shape))
            return [Flatten(), .. Dense(Size(shape), hidden, codeSize)];
        var plan = ImagePlan.For(Architecture, shape, fewestHalvings: 1);
        var width = featureMaps;
        List<Module<Tensor, Tensor>> layers = [.. plan.Pad(), Conv2d(plan.Channels, width, 3, padding: 1), ELU(inplace: true)];
        for (var halving = 1; halving <= plan.Halvings; halving++)
        {
            AddConvolutions(layers, width);
            layers.AddRange([Conv2d(width, width + featureMaps, 3, stride: 2, padding: 1), ELU(inplace: true)]);
            width += featureMaps;
        }

        AddConvolutions(layers, width);
        layers.AddRange([Flatten(), new OneDnnLinear(width * plan.BaseHeight * plan.BaseWidth, codeSize)]);
        return layers;
    }

    private static List<Module<Tensor, Tensor>> Decoder(
        IReadOnlyList<int> shape,
        int inputs,
        int featureMaps,
        IReadOnlyList<int> hidden
    )
    {
        ArgumentNullException.ThrowIfNull(shape);
        ArgumentNullException.ThrowIfNull(hidden);
        ArgumentOutOfRangeException.ThrowIfLessThan(featureMaps, 1);
        if (!ImagePlan.Fits(shape))
            return Dense(inputs, [.. hidden.Reverse()], Size(shape));
        var plan = ImagePlan.For(Architecture, shape, fewestHalvings: 1);
        List<Module<Tensor, Tensor>> layers =
        [
            new OneDnnLinear(inputs, featureMaps * plan.BaseHeight * plan.BaseWidth),
            Unflatten(1, [featureMaps, plan.BaseHeight, plan.BaseWidth]),
        ];
        AddConvolutions(layers, featureMaps);
        for (var doubling = 1; doubling <= plan.Halvings; doubling++)
        {
            layers.Add(Upsample(scale_factor: [2, 2]));
            AddConvolutions(layers, featureMaps);
        }

        layers.AddRange([Conv2d(featureMaps, plan.Channels, 3, padding: 1), .. plan.Crop()]);
        return layers;
    }

    private static void AddConvolutions(List<Module<Tensor, Tensor>> layers, int width) =>
        layers.AddRange([
            Conv2d(width, width, 3, padding: 1),
            ELU(inplace: true),
            Conv2d(width, width, 3, padding: 1),
            ELU(inplace: true),
        ]);

    private static List<Module<Tensor, Tensor>> Dense(int inputs, IReadOnlyList<int> hidden, int outputs)
    {
        var layers = new List<Module<Tensor, Tensor>>();
        foreach (var next in hidden)
        {
            layers.AddRange([new OneDnnLinear(inputs, next), ELU(inplace: true)]);
            inputs = next;
        }

        layers.Add(new OneDnnLinear(inputs, outputs));
        return layers;
    }

    /// <summary>What gives a vector the sample's shape; nothing for pictures, which have it already.</summary>
    private static IEnumerable<Module<Tensor, Tensor>> Shaped(IReadOnlyList<int> shape) =>
        shape.Count > 1 && !ImagePlan.Fits(shape) ? [Unflatten(1, [.. shape.Select(n => (long)n)])] : [];

    private static int Size(IReadOnlyList<int> shape) => shape.Aggregate(1, (product, n) => checked(product * n));
}
