using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Gan.Training.Games;
using Gan.Training.Losses;
using Gan.Training.Networks;

namespace Gan.Training.Methods;

/// <summary>Unrolled GAN: L. Metz, B. Poole, D. Pfau, J. Sohl-Dickstein, "Unrolled Generative Adversarial Networks", ICLR
/// 2017.</summary>
/// <remarks>The generator learns against the discriminator as it will be after some updates, its gradient flowing through them.
/// The discriminator has no normalization that keeps statistics, since those updates are only imagined.</remarks>
public sealed record UnrolledGanRecipe : StandardRecipe
{
    /// <summary>Adam's beta1 0.5, as in the paper, and learning rates of 0.0001 and 0.001, as for its toy.</summary>
    public UnrolledGanRecipe() => (GeneratorLearningRate, DiscriminatorLearningRate) = (1e-3, 1e-4);

    /// <inheritdoc/>
    public override string Name => "unrolled";

    /// <inheritdoc/>
    public override string Method => "Unrolled GAN";

    /// <inheritdoc/>
    public override string Paper =>
        "Metz, Poole, Pfau, Sohl-Dickstein: Unrolled Generative Adversarial Networks (ICLR 2017, arXiv:1611.02163)";

    /// <summary>Discriminator updates to look ahead through; 0 is the plain GAN.</summary>
    /// <value>At least 0; default 5.</value>
    [Category("optimization"), Range(0, int.MaxValue)]
    public int LookAhead { get; init; } = 5;

    /// <inheritdoc/>
    public override Game CreateGame(GameSetup setup) => LookAhead == 0 ? base.CreateGame(setup) : new UnrolledGame(setup, this);

    /// <inheritdoc/>
    public override AdversarialLoss CreateLoss() => new NonSaturatingLoss();

    /// <inheritdoc/>
    internal override FeatureNormalization CriticNormalization => FeatureNormalization.None;
}
