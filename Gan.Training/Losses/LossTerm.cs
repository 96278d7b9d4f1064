using Gan.Training.Games;
using static TorchSharp.torch;

namespace Gan.Training.Losses;

/// <summary>A term that is added to the discriminator's loss, to the generator's, or to both.</summary>
public abstract class LossTerm : GamePart
{
    /// <summary>WGAN-GP's penalty: I. Gulrajani et al., "Improved Training of Wasserstein GANs", NIPS 2017, equation 3. Between
    /// each real and each generated sample the norm of the critic's gradient is drawn to 1.</summary>
    /// <param name="weight">The weight (lambda); at least 0.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="weight"/> is below 0.</exception>
    public static LossTerm GradientPenalty(double weight = 10)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(weight);
        return new GradientPenalty { Weight = weight };
    }

    /// <summary>What the term is called in metrics, such as "gradient-penalty".</summary>
    public abstract string Name { get; }

    /// <summary>Whether the generator's term needs the discriminator's output for real samples. False unless
    /// overridden.</summary>
    public virtual bool GeneratorSeesReal => false;

    /// <summary>Whether <see cref="DiscriminatorTerm"/> differentiates the discriminator's outputs by the samples it saw, so that
    /// those samples must track gradients. False unless overridden.</summary>
    public virtual bool NeedsSampleGradients => false;

    /// <summary>What is added to the discriminator's loss.</summary>
    /// <param name="pass">Samples and outputs; generated samples are detached.</param>
    /// <returns>A scalar, weighted; null for nothing.</returns>
    public virtual Tensor? DiscriminatorTerm(AdversarialStep pass) => null;

    /// <summary>What is added to the generator's loss.</summary>
    /// <param name="pass">Samples and outputs; gradients flow through generated samples to the generator.</param>
    /// <returns>A scalar, weighted; null for nothing.</returns>
    public virtual Tensor? GeneratorTerm(AdversarialStep pass) => null;
}
