using Gan.Training.Networks.Layers;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Gan.Training.Networks;

/// <summary>Puts heads on a trunk as the options say.</summary>
internal static class DiscriminatorHeads
{
    /// <param name="trunk">Layers that take samples to features.</param>
    /// <param name="features">Width of the features.</param>
    /// <param name="options">Which heads.</param>
    /// <param name="weights">How the heads' weights are normalized.</param>
    /// <param name="hasBias">Whether the score head has a bias.</param>
    public static HeadedDiscriminator Attach(
        List<Module<Tensor, Tensor>> trunk,
        int features,
        DiscriminatorOptions options,
        WeightNormalization weights,
        bool hasBias = true
    )
    {
        return new HeadedDiscriminator(
            Sequential(trunk),
            features,
            !options.ScoreHead ? null
                : hasBias ? NetworkLayers.CreateLinear(features, 1, weights)
                : new OneDnnLinear(features, 1, hasBias: false),
            options.ClassHead > 0 ? NetworkLayers.CreateLinear(features, options.ClassHead, weights) : null,
            options.CodeHead is { } codes ? CodeHead(features, codes, options.CodeHidden, weights) : null,
            options.ProjectionClasses > 0 ? NetworkLayers.CreateEmbedding(options.ProjectionClasses, features, weights) : null,
            options.ProjectionClasses,
            options.LabelInputs
        )
        {
            Packing = options.Packing,
            ClassHeadWidth = options.ClassHead,
            CodeHeadWidth = options.CodeHead?.Width ?? 0,
        };
    }

    private static Module<Tensor, Tensor> CodeHead(int features, CodeLayout codes, int hidden, WeightNormalization weights) =>
        hidden == 0
            ? NetworkLayers.CreateLinear(features, codes.Width, weights)
            : Sequential(
                new OneDnnLinear(features, hidden, hasBias: false),
                BatchNorm1d(hidden),
                LeakyReLU(0.2, inplace: true),
                new OneDnnLinear(hidden, codes.Width)
            );
}
