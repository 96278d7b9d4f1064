using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Gan.Onnx.Bundles;
using Gan.Training.Losses;
using Gan.Training.Networks;
using Gan.Training.Validation;

namespace Gan.Training.Methods;

/// <summary>Boundary equilibrium GAN: D. Berthelot, T. Schumm, L. Metz, "BEGAN: Boundary Equilibrium Generative Adversarial
/// Networks", 2017.</summary>
/// <remarks>The discriminator is an autoencoder; a control variable k keeps the reconstruction losses of generated and real
/// samples at the ratio gamma. <c>began/convergence</c> in the metrics is the paper's convergence measure, which falls as
/// training succeeds.</remarks>
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
    public override bool IsDetector => true;

    /// <inheritdoc/>
    public override string Paper =>
        "Berthelot, Schumm, Metz: BEGAN: Boundary Equilibrium Generative Adversarial Networks (2017, arXiv:1703.10717)";

    /// <summary>The diversity ratio: the expected reconstruction loss of generated samples over that of real ones. Lower gives
    /// better-looking and less diverse samples.</summary>
    /// <value>Above 0 and at most 1; default 0.5.</value>
    [Category("loss"), Range(0.0, 1.0, MinimumIsExclusive = true)]
    public double Gamma { get; init; } = 0.5;

    /// <summary>How fast k moves.</summary>
    /// <value>At least 0; default 0.001.</value>
    [Category("loss"), Range(0, double.MaxValue)]
    public double ProportionalGain { get; init; } = 0.001;

    /// <summary>Width of the autoencoder's code.</summary>
    /// <value>At least 1; default 64.</value>
    [Category("networks"), Range(1, int.MaxValue)]
    public int CodeSize { get; init; } = 64;

    /// <summary>Pictures: feature maps of every convolution.</summary>
    /// <value>At least 1; default 32.</value>
    [Category("networks"), Range(1, int.MaxValue)]
    public int FeatureMaps { get; init; } = 32;

    /// <summary>Vectors: widths of the encoder's hidden layers, first to last; decoder and generator have them the other way
    /// round.</summary>
    /// <value>Each at least 1, or none; default 256, 128.</value>
    [Category("networks"), ElementRange(1)]
    public IReadOnlyList<int> Hidden { get; init; } = [256, 128];

    /// <inheritdoc/>
    public override AdversarialLoss CreateLoss() => new BeganLoss { Gamma = Gamma, Lambda = ProportionalGain };

    /// <inheritdoc/>
    public override GeneratorNetwork CreateGenerator(NetworkContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var network = BeganNetworks.CreateGenerator(context.Shape, LatentSize, FeatureMaps, Hidden);
        WeightInitialization.FanIn(network, context.WeightRandom);
        return network;
    }

    /// <inheritdoc/>
    public override DiscriminatorNetwork CreateDiscriminator(NetworkContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var network = BeganNetworks.CreateDiscriminator(context.Shape, CodeSize, FeatureMaps, Hidden);
        WeightInitialization.FanIn(network, context.WeightRandom);
        return network;
    }
}
