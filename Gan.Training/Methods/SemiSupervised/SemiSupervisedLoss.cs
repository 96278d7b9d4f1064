using Gan.Training.Losses;
using Gan.Training.Networks;
using static TorchSharp.torch;

namespace Gan.Training.Methods;

/// <summary>The unsupervised half of the semi-supervised game: T. Salimans et al., "Improved Techniques for Training GANs", NIPS
/// 2016, sections 3.1 and 5.</summary>
/// <remarks>The discriminator's score is log Z, the log sum exp of its class logits, so that D(x) = Z/(Z + 1); its loss on it is
/// half the usual one, as in the published program: samples and generated ones, a batch each, count as much together as the
/// batch with labels. The generator matches features: it minimizes |E[f(x)] - E[f(G(z))]|². What is learned from labels is
/// <see cref="SemiSupervisedGanRecipe"/>'s.</remarks>
internal sealed class SemiSupervisedLoss : AdversarialLoss
{
    /// <inheritdoc/>
    public override bool GeneratorSeesReal => true;

    /// <inheritdoc/>
    public override Tensor DiscriminatorLoss(DiscriminatorOutput real, DiscriminatorOutput fake) =>
        0.5 * MinimaxLoss.Logistic(real, fake);

    /// <inheritdoc/>
    public override Tensor GeneratorLoss(DiscriminatorOutput fake, DiscriminatorOutput? real)
    {
        ArgumentNullException.ThrowIfNull(fake);
        ArgumentNullException.ThrowIfNull(real);
        return (real.Features.mean([0]) - fake.Features.mean([0])).square().sum();
    }
}
