using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Gan.Training.Games;
using Gan.Training.Losses;
using Gan.Training.Networks;

namespace Gan.Training.Methods;

/// <summary>Wasserstein GAN with gradient penalty: I. Gulrajani et al., "Improved Training of Wasserstein GANs", NIPS
/// 2017.</summary>
/// <remarks>As in the paper's algorithm 1: penalty weight 10, five critic updates per generator update, Adam with learning rate
/// 0.0001, beta1 0, beta2 0.9. The critic has no batch norm, since the penalty is on each sample alone; layer norm takes its
/// place.</remarks>
public record WganGpRecipe : StandardRecipe
{
    /// <summary>The paper's settings.</summary>
    public WganGpRecipe() =>
        (GeneratorLearningRate, DiscriminatorLearningRate, Beta1, Beta2, DiscriminatorSteps) = (1e-4, 1e-4, 0, 0.9, 5);

    /// <inheritdoc/>
    public override string Name => "wgan-gp";

    /// <inheritdoc/>
    public override string Method => "WGAN-GP";

    /// <inheritdoc/>
    public override string Paper => "Gulrajani et al.: Improved Training of Wasserstein GANs (NIPS 2017, arXiv:1704.00028)";

    /// <summary>The weight of the penalty.</summary>
    /// <value>At least 0; default 10.</value>
    [Category("regularization"), Range(0, double.MaxValue)]
    public double PenaltyWeight { get; init; } = 10;

    /// <inheritdoc/>
    internal override FeatureNormalization CriticNormalization => FeatureNormalization.Layer;

    /// <inheritdoc/>
    public override AdversarialLoss CreateLoss() => new WassersteinLoss();

    /// <inheritdoc/>
    public override IReadOnlyList<GamePart> CreateParts() =>
        [.. base.CreateParts(), new GradientPenalty { Weight = PenaltyWeight }];
}
