using Gan.Training.Networks;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Gan.Training.Detection;

/// <summary>The networks that detectors have beside generator and discriminator.</summary>
internal static class DetectorNetworks
{
    private const int Kernel = 4,
        Stride = 2,
        Padding = 1,
        FewestHalvings = 2;

    /// <summary>Layers from samples to features: fully connected with LeakyReLU, or for pictures strided convolutions, with
    /// LeakyReLU.</summary>
    /// <param name="shape">Shape of one sample without the batch.</param>
    /// <param name="convolutional">Whether the samples are pictures to convolve.</param>
    /// <param name="hidden">For vectors: widths of the layers, first to last; at least one.</param>
    /// <param name="featureMaps">For pictures: feature maps at the largest hidden resolution.</param>
    /// <param name="normalization">For pictures: how hidden features are normalized, but the first.</param>
    /// <param name="weights">How weights are normalized.</param>
    /// <param name="together">Samples that lie together along the first dimension.</param>
    public static (List<Module<Tensor, Tensor>> Layers, int Width) Trunk(
        IReadOnlyList<int> shape,
        bool convolutional,
        IReadOnlyList<int> hidden,
        int featureMaps,
        FeatureNormalization normalization = FeatureNormalization.None,
        WeightNormalization weights = WeightNormalization.None,
        int together = 1
    )
    {
        List<Module<Tensor, Tensor>> layers = [];
        if (!convolutional)
        {
            var inputs = together * shape.Aggregate(1, (product, n) => checked(product * n));
            if (shape.Count > 1)
                layers.Add(Flatten());
            foreach (var next in hidden)
            {
                layers.AddRange([NetworkLayers.CreateLinear(inputs, next, weights), LeakyReLU(0.2, inplace: true)]);
                inputs = next;
            }

            return (layers, inputs);
        }

        var plan = ImagePlan.For("A detector's convolutional network", shape, FewestHalvings);
        var width = featureMaps;
        layers.AddRange([
            .. plan.Pad(),
            NetworkLayers.CreateConv2d(plan.Channels * together, width, Kernel, Stride, Padding, weights),
            LeakyReLU(0.2, inplace: true),
        ]);
        for (var halving = 1; halving < plan.Halvings; halving++, width *= 2)
        {
            layers.Add(NetworkLayers.CreateConv2d(width, width * 2, Kernel, Stride, Padding, weights, normalization));
            layers.AddRange(NetworkLayers.Normalize2d(normalization, width * 2));
            layers.Add(LeakyReLU(0.2, inplace: true));
        }

        layers.Add(Flatten());
        return (layers, width * plan.BaseHeight * plan.BaseWidth);
    }

    /// <summary>A discriminator of one value, or of several that lie together, that are vectors.</summary>
    public static HeadedDiscriminator VectorDiscriminator(int size, IReadOnlyList<int> hidden, WeightNormalization weights)
    {
        var (layers, width) = Trunk([size], convolutional: false, hidden, featureMaps: 0, weights: weights);
        return new HeadedDiscriminator(Sequential(layers), width, NetworkLayers.CreateLinear(width, 1, weights));
    }
}
