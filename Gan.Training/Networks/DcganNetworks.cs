using Gan.Onnx;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Gan.Training.Networks;

/// <summary>The convolutional pair of Radford, Metz and Chintala, "Unsupervised Representation Learning with Deep Convolutional
/// Generative Adversarial Networks" (2016), for pictures whose sides are powers of two.</summary>
/// <remarks>
/// Strided convolutions and no pooling; batch norm everywhere but at the generator's output and the discriminator's input; ReLU and a
/// final tanh in the generator, LeakyReLU 0.2 in the discriminator. The latent is projected and reshaped, and the last convolution is
/// flattened into one output, as section 3 of the paper says.
/// </remarks>
public static class DcganNetworks
{
    private const int Kernel = 4;
    private const int Stride = 2;
    private const int Padding = 1;

    /// <summary>A generator for pictures of the given shape.</summary>
    /// <param name="shape">Channels, height, width; the sides are powers of two from 8 to 128.</param>
    /// <param name="latentSize">Width of the latent vector.</param>
    /// <param name="featureMaps">Feature maps at the largest hidden resolution; they double at each smaller one.</param>
    /// <exception cref="GanException">The shape is not one the architecture can make.</exception>
    public static GeneratorNetwork CreateGenerator(IReadOnlyList<int> shape, int latentSize, int featureMaps)
    {
        var plan = Plan.For(shape);
        var layers = new List<Module<Tensor, Tensor>>();
        var width = featureMaps << (plan.Blocks - 1);
        layers.Add(Linear(latentSize, width * plan.BaseHeight * plan.BaseWidth, hasBias: false));
        layers.Add(Unflatten(1, [width, plan.BaseHeight, plan.BaseWidth]));
        layers.Add(BatchNorm2d(width));
        layers.Add(ReLU(inplace: true));
        for (; width > featureMaps; width /= 2)
        {
            layers.Add(ConvTranspose2d(width, width / 2, Kernel, Stride, Padding, bias: false));
            layers.Add(BatchNorm2d(width / 2));
            layers.Add(ReLU(inplace: true));
        }

        layers.Add(ConvTranspose2d(width, plan.Channels, Kernel, Stride, Padding));
        layers.Add(Tanh());
        return new GeneratorNetwork(latentSize, Sequential(layers));
    }

    /// <summary>A discriminator for pictures of the given shape.</summary>
    /// <param name="shape">Channels, height, width; the sides are powers of two from 8 to 128.</param>
    /// <param name="featureMaps">Feature maps at the largest hidden resolution; they double at each smaller one.</param>
    /// <exception cref="GanException">The shape is not one the architecture can judge.</exception>
    public static HeadedDiscriminator CreateDiscriminator(IReadOnlyList<int> shape, int featureMaps)
    {
        var plan = Plan.For(shape);
        var width = featureMaps;
        var layers = new List<Module<Tensor, Tensor>>
        {
            Conv2d(plan.Channels, width, Kernel, Stride, Padding),
            LeakyReLU(0.2, inplace: true),
        };
        for (var block = 1; block < plan.Blocks; block++, width *= 2)
        {
            layers.Add(Conv2d(width, width * 2, Kernel, Stride, Padding, bias: false));
            layers.Add(BatchNorm2d(width * 2));
            layers.Add(LeakyReLU(0.2, inplace: true));
        }

        layers.Add(Flatten());
        var features = width * plan.BaseHeight * plan.BaseWidth;
        return new HeadedDiscriminator(Sequential(layers), features, Linear(features, 1));
    }

    /// <summary>How many times the resolution halves: down to a base of 4, or of 2 where that would leave a single block.</summary>
    private readonly record struct Plan(int Channels, int BaseHeight, int BaseWidth, int Blocks)
    {
        public static Plan For(IReadOnlyList<int> shape)
        {
            ArgumentNullException.ThrowIfNull(shape);
            if (shape is not [var channels and >= 1, var height, var width] || !Fits(height) || !Fits(width))
                throw new GanException(
                    $"A DCGAN cannot be built for samples of shape [{string.Join(", ", shape)}]: it takes pictures [channels, height, width] " +
                    "whose sides are powers of two from 8 to 128. Resize the pictures, or use the recipe 'gan' for vectors.");
            var blocks = Math.Max(2, int.Log2(Math.Min(height, width)) - 2);
            return new Plan(channels, height >> blocks, width >> blocks, blocks);
        }

        private static bool Fits(int side) => int.IsPow2(side) && side is >= 8 and <= 128;
    }
}
