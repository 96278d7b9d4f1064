using Gan.Onnx;
using Gan.Training.Networks;
using Gan.Training.Networks.Layers;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Gan.Training.Methods;

/// <summary>The residual pair of Miyato et al., "Spectral Normalization for Generative Adversarial Networks" (2018), table 4, and
/// where there are classes of Miyato and Koyama, "cGANs with Projection Discriminator" (2018); for pictures of at least 8 pixels
/// a side.</summary>
/// <remarks>The generator starts at 4 pixels and doubles with nearest neighbours; classes act through conditional batch norm. The
/// discriminator has spectral norm everywhere, halves by averaging down to 8 pixels (4 for pictures of 8), adds two blocks, and
/// sums over the pixels. Weights: <see cref="WeightInitialization.Xavier"/>.</remarks>
internal static class SnResnetNetworks
{
    private const string Architecture = "A spectrally normalized residual network";

    /// <summary>A generator for pictures of the given shape.</summary>
    /// <param name="shape">Channels, height, width; the sides have at least 8 pixels.</param>
    /// <param name="input">What it makes pictures from; not classes and codes together.</param>
    /// <param name="width">Feature maps up to 32 pixels; half of them at each larger resolution. The paper's: 256.</param>
    /// <exception cref="GanException">The shape is not one the architecture can make.</exception>
    public static GeneratorNetwork CreateGenerator(IReadOnlyList<int> shape, GeneratorOptions input, int width = 256)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        if (input.ClassCount > 0 && input.Codes is not null)
            throw new ArgumentException("This generator takes classes or codes, not both.", nameof(input));
        var plan = ImagePlan.For(Architecture, shape, fewestHalvings: 1);
        var features = plan.WidthAfter(0, width);
        var latent = input.ClassCount > 0 ? input.LatentSize : input.InputWidth;
        List<Module> body =
        [
            new OneDnnLinear(latent, features * plan.BaseHeight * plan.BaseWidth),
            Unflatten(1, [features, plan.BaseHeight, plan.BaseWidth]),
        ];
        for (var doubling = 1; doubling <= plan.Halvings; doubling++)
        {
            var next = plan.WidthAfter(doubling, width);
            body.Add(Up(features, next, input.ClassCount));
            features = next;
        }

        body.AddRange([
            BatchNorm2d(features),
            ReLU(inplace: true),
            Conv2d(features, plan.Channels, 3, padding: 1),
            Tanh(),
            .. plan.Crop(),
        ]);
        return input.ClassCount > 0
            ? new GeneratorNetwork(input.LatentSize, new ConditionalSequential(body), input.ClassCount)
            : new GeneratorNetwork(input.LatentSize, Sequential(body.Cast<Module<Tensor, Tensor>>()), 0, input.Codes);
    }

    /// <summary>A discriminator for pictures of the given shape.</summary>
    /// <param name="shape">Channels, height, width of one picture; the sides have at least 8 pixels.</param>
    /// <param name="options">What it sees beside the picture and what it says of it.</param>
    /// <param name="width">Feature maps up to 32 pixels; half of them at each larger resolution. The paper's: 128.</param>
    /// <exception cref="GanException">The shape is not one the architecture can judge.</exception>
    public static HeadedDiscriminator CreateDiscriminator(IReadOnlyList<int> shape, DiscriminatorOptions options, int width = 128)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        var plan = ImagePlan.For(Architecture, shape, fewestHalvings: 1);
        var halvings = Math.Max(1, plan.Halvings - 1);
        var features = plan.WidthAfter(plan.Halvings - 1, width);
        List<Module<Tensor, Tensor>> trunk =
        [
            .. plan.Pad(),
            First(plan.Channels * options.Packing + options.LabelInputs, features),
        ];
        for (var halving = 2; halving <= halvings; halving++)
        {
            var next = plan.WidthAfter(plan.Halvings - halving, width);
            trunk.Add(Down(features, next, halves: true));
            features = next;
        }

        trunk.AddRange([
            Down(features, features, halves: false),
            Down(features, features, halves: false),
            ReLU(inplace: true),
            new GlobalSumPool2d(),
        ]);
        return DiscriminatorHeads.Attach(trunk, features, options, WeightNormalization.Spectral);
    }

    private static Module Up(int inputs, int outputs, int classCount)
    {
        List<Module> main =
        [
            Norm(inputs),
            ReLU(inplace: true),
            Double(),
            Conv2d(inputs, outputs, 3, padding: 1),
            Norm(outputs),
            ReLU(inplace: true),
            Conv2d(outputs, outputs, 3, padding: 1),
        ];
        var shortcut = Sequential(Double(), Conv2d(inputs, outputs, 1));
        return classCount > 0
            ? new ConditionalResidualBlock(new ConditionalSequential(main), shortcut)
            : new ResidualBlock(Sequential(main.Cast<Module<Tensor, Tensor>>()), shortcut);

        Module Norm(int channels) => classCount > 0 ? new ConditionalBatchNorm2d(channels, classCount) : BatchNorm2d(channels);
        static Module<Tensor, Tensor> Double() => Upsample(scale_factor: [2, 2]);
    }

    /// <summary>The first block sees the picture itself: no activation in front.</summary>
    private static ResidualBlock First(int inputs, int outputs) =>
        new(
            Sequential(
                new SpectralConv2d(inputs, outputs, 3, padding: 1),
                ReLU(inplace: true),
                new SpectralConv2d(outputs, outputs, 3, padding: 1),
                AvgPool2d(2)
            ),
            Sequential(AvgPool2d(2), new SpectralConv2d(inputs, outputs, 1))
        );

    private static ResidualBlock Down(int inputs, int outputs, bool halves)
    {
        List<Module<Tensor, Tensor>> main =
        [
            // Not in place: the shortcut needs the input as it is.
            ReLU(),
            new SpectralConv2d(inputs, outputs, 3, padding: 1),
            ReLU(inplace: true),
            new SpectralConv2d(outputs, outputs, 3, padding: 1),
        ];
        if (!halves)
            return new ResidualBlock(Sequential(main));
        main.Add(AvgPool2d(2));
        return new ResidualBlock(Sequential(main), Sequential(new SpectralConv2d(inputs, outputs, 1), AvgPool2d(2)));
    }
}
