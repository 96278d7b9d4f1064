using Gan.Training.Networks;
using Gan.Training.Objectives;
using static TorchSharp.torch;

namespace Gan.Training.Recipes;

/// <summary>Deep convolutional GAN: A. Radford, L. Metz, S. Chintala, "Unsupervised Representation Learning with Deep Convolutional
/// Generative Adversarial Networks", ICLR 2016.</summary>
/// <remarks>As in the paper: Adam with learning rate 0.0002 and beta1 0.5, weights from N(0, 0.02). Departures: batches of 64 instead
/// of 128 and fewer feature maps, sized for pictures of 8 to 32 pixels; normal instead of uniform latents.</remarks>
public sealed record DcganRecipe : Recipe
{
    /// <inheritdoc/>
    public override string Name => "dcgan";

    /// <inheritdoc/>
    public override string Method => "DCGAN";

    /// <inheritdoc/>
    public override string Paper => "Radford, Metz, Chintala: Unsupervised Representation Learning with Deep Convolutional Generative " +
        "Adversarial Networks (ICLR 2016, arXiv:1511.06434)";

    /// <summary>Feature maps at the largest hidden resolution; they double at each smaller one.</summary>
    public int FeatureMaps { get; init; } = 32;

    /// <inheritdoc/>
    public override IObjective Objective { get; } = new NonSaturatingObjective();

    /// <inheritdoc/>
    public override GeneratorNetwork CreateGenerator(IReadOnlyList<int> shape, Generator random)
    {
        var network = DcganNetworks.CreateGenerator(shape, LatentSize, FeatureMaps);
        WeightInitialization.Dcgan(network, random);
        return network;
    }

    /// <inheritdoc/>
    public override DiscriminatorNetwork CreateDiscriminator(IReadOnlyList<int> shape, Generator random)
    {
        var network = DcganNetworks.CreateDiscriminator(shape, FeatureMaps);
        WeightInitialization.Dcgan(network, random);
        return network;
    }
}
