using Gan.Training.Games;
using Gan.Training.Networks;
using static TorchSharp.torch;

namespace Gan.Training.Losses;

/// <summary>What the two players minimize: a pair of functions of what the discriminator says.</summary>
public abstract class AdversarialLoss : GamePart
{
    /// <summary>The game of I. Goodfellow et al., "Generative Adversarial Nets", 2014, equation 1: both play for the same value.
    /// A generator whose samples are told from real ones for sure has hardly a gradient; see
    /// <see cref="NonSaturating"/>.</summary>
    public static AdversarialLoss Minimax() => new MinimaxLoss();

    /// <summary>What the same paper, section 3, recommends in practice: the generator minimizes -E[log D(G(z))].</summary>
    /// <param name="realTarget">The target of the discriminator for real samples, in (0.5, 1]: below 1 for one-sided label
    /// smoothing (Salimans et al., "Improved Techniques for Training GANs", 2016, section 3.4).</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="realTarget"/> is not in that range.</exception>
    public static AdversarialLoss NonSaturating(double realTarget = 1) => new NonSaturatingLoss { RealTarget = realTarget };

    /// <summary>X. Mao et al., "Least Squares Generative Adversarial Networks", ICCV 2017, equation 2.</summary>
    /// <param name="realTarget">The discriminator's target for real samples (b).</param>
    /// <param name="fakeTarget">The discriminator's target for generated samples (a).</param>
    /// <param name="generatorTarget">The generator's target (c).</param>
    public static AdversarialLoss LeastSquares(double realTarget = 1, double fakeTarget = 0, double generatorTarget = 1) =>
        new LeastSquaresLoss
        {
            RealTarget = realTarget,
            FakeTarget = fakeTarget,
            GeneratorTarget = generatorTarget,
        };

    /// <summary>The hinge loss: J. H. Lim, J. C. Ye, "Geometric GAN", 2017; T. Miyato et al., "Spectral Normalization for
    /// Generative Adversarial Networks", ICLR 2018, equations 16 and 17.</summary>
    public static AdversarialLoss Hinge() => new HingeLoss();

    /// <summary>M. Arjovsky, S. Chintala, L. Bottou, "Wasserstein GAN", 2017: a critic's scores for real samples less those for
    /// generated ones. The critic has to be kept Lipschitz, by <see cref="LossTerm.GradientPenalty"/> for one.</summary>
    public static AdversarialLoss Wasserstein() => new WassersteinLoss();

    /// <summary>The paired relativistic loss: A. Jolicoeur-Martineau, "The relativistic discriminator", ICLR 2019, as R3GAN uses
    /// it. Each generated sample is compared with a real one.</summary>
    public static AdversarialLoss Relativistic() => new RelativisticLoss();

    /// <summary>Whether the generator's loss needs the discriminator's output for real samples too. False unless
    /// overridden.</summary>
    public virtual bool GeneratorSeesReal => false;

    /// <summary>By how much the discriminator calls each real sample real, [batch, 1]: above 0 it does, below it takes it for
    /// generated. A logit's own sign says so; losses whose scores have no zero compare with generated samples.</summary>
    /// <param name="real">Its output for real samples.</param>
    /// <param name="fake">Its output for as many generated samples.</param>
    public virtual Tensor Margin(DiscriminatorOutput real, DiscriminatorOutput fake)
    {
        ArgumentNullException.ThrowIfNull(real);
        return real.Score;
    }

    /// <summary>The discriminator's loss.</summary>
    /// <param name="real">Its output for real samples.</param>
    /// <param name="fake">Its output for generated samples.</param>
    /// <returns>A scalar.</returns>
    public abstract Tensor DiscriminatorLoss(DiscriminatorOutput real, DiscriminatorOutput fake);

    /// <summary>The generator's loss.</summary>
    /// <param name="fake">The discriminator's output for generated samples.</param>
    /// <param name="real">Its output for real samples, without gradients unless an encoder learns from it; null unless
    /// <see cref="GeneratorSeesReal"/>.</param>
    /// <returns>A scalar.</returns>
    public abstract Tensor GeneratorLoss(DiscriminatorOutput fake, DiscriminatorOutput? real);
}
