using Gan.Onnx;
using Gan.Training.Networks.Layers;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Gan.Training.Networks;

/// <summary>The convolutional pair of Radford, Metz and Chintala, "Unsupervised Representation Learning with Deep Convolutional
/// Generative Adversarial Networks" (2016), for pictures of at least 8 pixels a side.</summary>
/// <remarks>
/// Strided convolutions and no pooling; batch norm, unless the options say otherwise, everywhere but at the generator's output
/// and the discriminator's input; ReLU and a final tanh in the generator, LeakyReLU 0.2 in the discriminator. The latent is
/// projected and reshaped, and the last convolution is flattened into one output, as section 3 of the paper says.
/// </remarks>
internal static class DcganNetworks
{
    private const int Kernel = 4;
    private const int Stride = 2;
    private const int Padding = 1;

    // With a single halving there would be no hidden convolution, so the base is 2 where the picture's shorter side is 8.
    private const int FewestHalvings = 2;

    /// <summary>A generator for pictures of the given shape.</summary>
    /// <param name="shape">Channels, height, width; the sides have at least 8 pixels.</param>
    /// <param name="latentSize">Width of the latent vector.</param>
    /// <param name="featureMaps">Feature maps at the largest hidden resolution; they double at each smaller one.</param>
    /// <exception cref="GanException">The shape is not one the architecture can make.</exception>
    public static GeneratorNetwork CreateGenerator(IReadOnlyList<int> shape, int latentSize, int featureMaps) =>
        CreateGenerator(shape, new GeneratorOptions { LatentSize = latentSize }, new DcganOptions { FeatureMaps = featureMaps });

    /// <summary>A generator for pictures of the given shape.</summary>
    /// <param name="shape">Channels, height, width; the sides have at least 8 pixels.</param>
    /// <param name="input">What it makes pictures from.</param>
    /// <param name="layers">The hidden layers.</param>
    /// <exception cref="GanException">The shape is not one the architecture can make.</exception>
    public static GeneratorNetwork CreateGenerator(IReadOnlyList<int> shape, GeneratorOptions input, DcganOptions layers)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(layers);
        var plan = ImagePlan.For("A DCGAN", shape, FewestHalvings);
        var hasBias = layers.Normalization == FeatureNormalization.None;
        var width = layers.FeatureMaps << (plan.Halvings - 1);
        List<Module<Tensor, Tensor>> body =
        [
            new OneDnnLinear(input.InputWidth, width * plan.BaseHeight * plan.BaseWidth, hasBias),
            Unflatten(1, [width, plan.BaseHeight, plan.BaseWidth]),
            .. NetworkLayers.Normalize2d(layers.Normalization, width),
            ReLU(inplace: true),
        ];
        for (; width > layers.FeatureMaps; width /= 2)
        {
            body.Add(ConvTranspose2d(width, width / 2, Kernel, Stride, Padding, bias: hasBias));
            body.AddRange(NetworkLayers.Normalize2d(layers.Normalization, width / 2));
            body.Add(ReLU(inplace: true));
        }

        body.Add(ConvTranspose2d(width, plan.Channels, Kernel, Stride, Padding));
        body.AddRange([Tanh(), .. plan.Crop()]);
        return new GeneratorNetwork(input.LatentSize, Sequential(body), input.ClassCount, input.Codes);
    }

    /// <summary>A discriminator for pictures of the given shape.</summary>
    /// <param name="shape">Channels, height, width; the sides have at least 8 pixels.</param>
    /// <param name="featureMaps">Feature maps at the largest hidden resolution; they double at each smaller one.</param>
    /// <exception cref="GanException">The shape is not one the architecture can judge.</exception>
    public static HeadedDiscriminator CreateDiscriminator(IReadOnlyList<int> shape, int featureMaps) =>
        CreateDiscriminator(shape, new DiscriminatorOptions(), new DcganOptions { FeatureMaps = featureMaps });

    /// <summary>A discriminator for pictures of the given shape.</summary>
    /// <param name="shape">Channels, height, width of one picture; the sides have at least 8 pixels.</param>
    /// <param name="options">What it sees beside the picture and what it says of it.</param>
    /// <param name="layers">The hidden layers.</param>
    /// <exception cref="GanException">The shape is not one the architecture can judge.</exception>
    public static HeadedDiscriminator CreateDiscriminator(
        IReadOnlyList<int> shape,
        DiscriminatorOptions options,
        DcganOptions layers
    )
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(layers);
        var plan = ImagePlan.For("A DCGAN", shape, FewestHalvings);
        var width = layers.FeatureMaps;
        var channels = plan.Channels * options.Packing + options.LabelInputs;
        List<Module<Tensor, Tensor>> trunk =
        [
            .. plan.Pad(),
            NetworkLayers.CreateConv2d(channels, width, Kernel, Stride, Padding, layers.WeightNormalization),
            LeakyReLU(0.2, inplace: true),
        ];
        for (var halving = 1; halving < plan.Halvings; halving++, width *= 2)
        {
            trunk.Add(
                NetworkLayers.CreateConv2d(
                    width,
                    width * 2,
                    Kernel,
                    Stride,
                    Padding,
                    layers.WeightNormalization,
                    layers.Normalization
                )
            );
            trunk.AddRange(NetworkLayers.Normalize2d(layers.Normalization, width * 2));
            trunk.Add(LeakyReLU(0.2, inplace: true));
        }

        trunk.Add(Flatten());
        return DiscriminatorHeads.Attach(trunk, width * plan.BaseHeight * plan.BaseWidth, options, layers.WeightNormalization);
    }
}
