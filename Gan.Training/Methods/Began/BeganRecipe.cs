using Gan.Onnx.Bundles;
using Gan.Training.Networks;
using Gan.Training.Losses;

namespace Gan.Training.Methods;

/// <summary>Boundary equilibrium GAN: D. Berthelot, T. Schumm, L. Metz, "BEGAN: Boundary Equilibrium Generative Adversarial
/// Networks",
/// 2017.</summary>
/// <remarks>The discriminator is an autoencoder; a control variable k keeps the reconstruction losses of generated and real
/// samples at the
/// ratio gamma. <c>began/convergence</c> in the metrics is the paper's convergence measure, which falls as training
/// succeeds.</remarks>
public sealed record BeganRecipe : LatentRecipe
{
    /// <summary>The paper's settings: 64 uniform latents, batches of 16, Adam with learning rate 0.0001.</summary>
    public BeganRecipe() =>
        (LatentSize, LatentDistribution, BatchSize, GeneratorLearningRate, DiscriminatorLearningRate) = (
            64,
            LatentDistribution.Uniform,
            16,
            1e-4,
            1e-4
        );

    /// <inheritdoc/>
    public override string Name => "began";

    /// <inheritdoc/>
    public override string Method => "BEGAN";

    /// <inheritdoc/>
    public override string Paper =>
        "Berthelot, Schumm, Metz: BEGAN: Boundary Equilibrium Generative Adversarial Networks (2017, arXiv:1703.10717)";

    /// <summary>The diversity ratio: the expected reconstruction loss of generated samples over that of real ones, in (0, 1].
    /// Lower gives
    /// better-looking and less diverse samples. Default 0.5.</summary>
    public double Gamma { get; init; } = 0.5;

    /// <summary>How fast k moves. Default 0.001.</summary>
    public double ProportionalGain { get; init; } = 0.001;

    /// <summary>Width of the autoencoder's code. Default 64.</summary>
    public int CodeSize { get; init; } = 64;

    /// <summary>Pictures: feature maps of every convolution. Default 32.</summary>
    public int FeatureMaps { get; init; } = 32;

    /// <summary>Vectors: widths of the encoder's hidden layers, first to last; decoder and generator have them the other way
    /// round. Default
    /// 256, 128.</summary>
    public IReadOnlyList<int> Hidden { get; init; } = [256, 128];

    /// <inheritdoc/>
    public override AdversarialLoss CreateLoss() => new BeganLoss { Gamma = Gamma, Lambda = ProportionalGain };

    /// <inheritdoc/>
    public override GeneratorNetwork CreateGenerator(NetworkContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var network = BeganNetworks.CreateGenerator(context.Shape, LatentSize, FeatureMaps, [.. Hidden.Reverse()]);
        WeightInitialization.FanIn(network, context.WeightRandom);
        return network;
    }

    /// <inheritdoc/>
    public override DiscriminatorNetwork CreateDiscriminator(NetworkContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var network = BeganNetworks.CreateDiscriminator(context.Shape, CodeSize, FeatureMaps, [.. Hidden.Reverse()]);
        WeightInitialization.FanIn(network, context.WeightRandom);
        return network;
    }
}
