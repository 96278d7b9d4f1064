using System.Numerics;
using Gan.Onnx;
using Gan.Training.Networks;
using Gan.Training.Networks.Layers;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Gan.Training.Methods;

/// <summary>The pair of Huang et al., "The GAN is dead; long live the GAN! A Modern GAN Baseline" (2024), configuration E, for
/// pictures of at least 8 pixels a side.</summary>
/// <remarks>
/// Residual bottlenecks with grouped 3x3 convolutions and LeakyReLU 0.2, no normalization; the generator starts from a learned
/// 4-pixel picture scaled by the latent, the discriminator ends in a convolution over its last picture, channel by channel.
/// Weights: <see cref="WeightInitialization.Fixup"/>. Departures: a final tanh, because samples lie in [-1, 1]; bilinear doubling
/// and averaging in place of filtered resampling.
/// </remarks>
internal static class R3ganNetworks
{
    private const string Architecture = "An R3GAN";

    /// <summary>A generator for pictures of the given shape.</summary>
    /// <param name="shape">Channels, height, width; the sides have at least 8 pixels.</param>
    /// <param name="input">What it makes pictures from.</param>
    /// <param name="sizes">The sizes of its layers.</param>
    /// <exception cref="GanException">The shape or the sizes are not ones the architecture can have.</exception>
    public static GeneratorNetwork CreateGenerator(IReadOnlyList<int> shape, GeneratorOptions input, R3ganOptions sizes)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(sizes);
        var plan = ImagePlan.For(Architecture, shape, fewestHalvings: 1);
        var width = plan.WidthAfter(0, sizes.Width);
        List<Module<Tensor, Tensor>> body =
        [
            new LearnedBasis(input.InputWidth, width, plan.BaseHeight, plan.BaseWidth),
            .. Blocks(width, sizes),
        ];
        for (var doubling = 1; doubling <= plan.Halvings; doubling++)
        {
            var next = plan.WidthAfter(doubling, sizes.Width);
            if (next != width)
                body.Add(Conv2d(width, next, 1, bias: false));
            width = next;
            body.Add(Upsample(scale_factor: [2, 2], mode: UpsampleMode.Bilinear, align_corners: false));
            body.AddRange(Blocks(width, sizes));
        }

        body.Add(Conv2d(width, plan.Channels, 1, bias: false));
        body.AddRange([Tanh(), .. plan.Crop()]);
        return new GeneratorNetwork(input.LatentSize, Sequential(body), input.ClassCount, input.Codes);
    }

    /// <summary>A discriminator for pictures of the given shape.</summary>
    /// <param name="shape">Channels, height, width of one picture; the sides have at least 8 pixels.</param>
    /// <param name="options">What it sees beside the picture and what it says of it.</param>
    /// <param name="sizes">The sizes of its layers.</param>
    /// <exception cref="GanException">The shape or the sizes are not ones the architecture can have.</exception>
    public static HeadedDiscriminator CreateDiscriminator(
        IReadOnlyList<int> shape,
        DiscriminatorOptions options,
        R3ganOptions sizes
    )
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(sizes);
        var plan = ImagePlan.For(Architecture, shape, fewestHalvings: 1);
        var width = plan.WidthAfter(plan.Halvings, sizes.Width);
        List<Module<Tensor, Tensor>> trunk =
        [
            .. plan.Pad(),
            Conv2d(plan.Channels * options.Packing + options.LabelInputs, width, 1, bias: false),
            .. Blocks(width, sizes),
        ];
        for (var halving = 1; halving <= plan.Halvings; halving++)
        {
            var next = plan.WidthAfter(plan.Halvings - halving, sizes.Width);
            trunk.Add(AvgPool2d(2));
            if (next != width)
                trunk.Add(Conv2d(width, next, 1, bias: false));
            width = next;
            trunk.AddRange(Blocks(width, sizes));
        }

        trunk.Add(Conv2d(width, width, (plan.BaseHeight, plan.BaseWidth), groups: width, bias: false));
        trunk.Add(Flatten());
        return DiscriminatorHeads.Attach(trunk, width, options, WeightNormalization.None, hasBias: false);
    }

    private static IEnumerable<Module<Tensor, Tensor>> Blocks(int width, R3ganOptions sizes)
    {
        var inner = width * sizes.Expansion;
        // Narrower groups where the width leaves no other: any number of feature maps trains.
        var group = (int)BigInteger.GreatestCommonDivisor(inner, sizes.GroupWidth);
        for (var i = 0; i < sizes.BlocksPerStage; i++)
            yield return new ResidualBlock(
                Sequential(
                    Conv2d(width, inner, 1),
                    LeakyReLU(0.2, inplace: true),
                    Conv2d(inner, inner, 3, padding: 1, groups: inner / group),
                    LeakyReLU(0.2, inplace: true),
                    Conv2d(inner, width, 1, bias: false)
                )
            );
    }
}
